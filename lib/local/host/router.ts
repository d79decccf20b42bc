import type { AppFunction } from './loadApp.ts';
import type { HttpRegistration } from './registration.ts';
import { compileTemplate, matchTemplate, type RouteTemplate } from './routeTemplate.ts';

interface Route {
  readonly called: AppFunction;
  readonly registration: HttpRegistration;
  readonly template: RouteTemplate;
}

export interface Match {
  readonly called: AppFunction;
  readonly registration: HttpRegistration;
  readonly params: Readonly<Record<string, string>>;
}

export interface Router {
  /** The function that answers, or undefined. A method that the function does not list is no match. */
  readonly find: (method: string, path: string) => Match | undefined;
  /** Sentences about routes that cannot be reached. */
  readonly warnings: readonly string[];
}

function warn(routes: readonly Route[]): readonly string[] {
  return routes.flatMap((route, index) => {
    const { name, methods, route: text } = route.registration;
    const earlier = routes
      .slice(0, index)
      .find(
        (other) =>
          other.registration.methods.some((method) => methods.includes(method)) &&
          matchTemplate(other.template, route.template.sample) !== undefined,
      );
    if (earlier === undefined) return [];
    const { registration } = earlier;
    return [
      `The route "${text}" of ${name} is never reached: "${registration.route}" of ${registration.name} takes its calls, because the Functions host tries routes in the order of the functions' names. Rename one of the functions.`,
    ];
  });
}

/**
 * Routes calls as the Functions host does: the first route whose template and method match, in the order of the
 * functions' names. There is no precedence of literals: https://github.com/Azure/azure-functions-host/issues/9876
 */
export function createRouter(functions: readonly AppFunction[], routePrefix: string): Router {
  const routes = functions.flatMap((called): Route[] => {
    const { registration } = called;
    if (registration.trigger !== 'http') return [];
    const template = compileTemplate([routePrefix, registration.route].filter((part) => part !== '').join('/'));
    return [{ called, registration, template }];
  });
  return {
    warnings: warn(routes),
    find: (method, path) => {
      for (const { called, registration, template } of routes) {
        if (!registration.methods.includes(method)) continue;
        const params = matchTemplate(template, path);
        if (params !== undefined) return { called, registration, params };
      }
      return undefined;
    },
  };
}
