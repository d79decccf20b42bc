/** What the sample tenant sends back: the body is text, so that malformed bodies can be sent too. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

const jsonType = 'application/json; charset=utf-8';

export function textAnswer(status: number, contentType: string, text: string): Answer {
  return { status, headers: { 'content-type': contentType }, text };
}

export function jsonAnswer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { 'content-type': jsonType, ...headers }, text: JSON.stringify(body) };
}

interface ErrorExtras {
  readonly headers?: Readonly<Record<string, string>>;
  readonly details?: readonly unknown[];
  readonly target?: string;
}

/** An error as Azure Resource Manager words it: https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors */
export function armError(status: number, code: string, message: string, extras: ErrorExtras = {}): Answer {
  const { headers, details, target } = extras;
  const error = { code, ...(target && { target }), message, ...(details && { details }) };
  return jsonAnswer(status, { error }, headers);
}
