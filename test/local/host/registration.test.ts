import { expect, test } from 'vitest';
import { readRegistration } from '../../../lib/local/host/registration.ts';
import { compileTemplate } from '../../../lib/local/host/routeTemplate.ts';

const timer = { type: 'timerTrigger', direction: 'in', schedule: '0 * * * * *' };

test.for<[string, Readonly<Record<string, unknown>>]>([
  ['another trigger', { t: { type: 'serviceBusTrigger', direction: 'in', queueName: 'q' } }],
  ['no trigger', {}],
  ['an output', { t: timer, o: { type: 'queue', direction: 'out', queueName: 'q' } }],
  ['an input', { t: timer, i: { type: 'table', direction: 'in' } }],
])('%s is refused, with the name of the function', ([_name, bindings]) => {
  const fault = 'The stand-in host cannot run the function f: it serves HTTP, queue and timer triggers';
  expect(() => readRegistration({ name: 'f', bindings })).toThrow(fault);
});

test.for([
  ['/leading', 'a leading / or ~'],
  ['items/{id:regex(a)}', 'the constraint regex(a)'],
  ['items/{id', '"{id"'],
  ['items/{id=5}', '"{id=5}"'],
] as const)('the route %s is refused: %s', ([template, fault]) => {
  expect(() => compileTemplate(template)).toThrow(`"${template}" cannot be served: ${fault} is not understood.`);
});
