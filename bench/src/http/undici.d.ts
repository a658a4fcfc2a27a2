/**
 * What is used of undici 7, so that the root's type check and linter need nothing of this package installed.
 */
declare module 'undici' {
  export interface DispatchOptions {
    readonly path: string;
    readonly method: 'GET' | 'POST';
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  }

  /** Called as an answer comes. */
  export interface DispatchHandler {
    onRequestStart(controller: unknown, context: unknown): void;
    onResponseStart(controller: unknown, statusCode: number): void;
    onResponseData(controller: unknown, chunk: Buffer): void;
    onResponseEnd(controller: unknown, trailers: unknown): void;
    onResponseError(controller: unknown, error: Error): void;
  }

  /** One connection, kept alive. */
  export class Client {
    constructor(origin: string, options: { readonly pipelining: number });
    dispatch(options: DispatchOptions, handler: DispatchHandler): boolean;
    close(): Promise<void>;
    /** Lets go of whatever is not answered yet. */
    destroy(): Promise<void>;
  }
}
