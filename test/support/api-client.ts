import { get, type IncomingMessage } from 'node:http';

/** An answer, taken apart. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- specs look into answers that only they know
  readonly body: any;
}

export interface Receipt {
  readonly id: string;
  readonly revision: number;
  readonly position: string;
  readonly eventIds: readonly string[];
}

type SentHeaders = Readonly<Record<string, string>>;

/** A read model that is further behind than five times five seconds has stopped. */
const MOST_ASKED = 5;

/** The API as a client outside the process uses it. */
export class ApiClient {
  constructor(
    private readonly address: string,
    private readonly token: string | undefined,
  ) {}

  get(path: string, headers: SentHeaders = {}): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  post(path: string, body: unknown, headers: SentHeaders = {}): Promise<Answer> {
    return this.send('POST', path, JSON.stringify(body), { 'content-type': 'application/json', ...headers });
  }

  /** A body exactly as given. */
  postRaw(path: string, body: string | Buffer, headers: SentHeaders = {}): Promise<Answer> {
    return this.send('POST', path, body, { 'content-type': 'application/json', ...headers });
  }

  /** A command that is to succeed. */
  async log(path: string, body: unknown, headers: SentHeaders = {}): Promise<Receipt> {
    const answer = await this.post(path, body, headers);
    if (answer.status >= 300) throw new Error(`${path}: ${String(answer.status)} ${JSON.stringify(answer.body)}`);
    return answer.body as Receipt;
  }

  /** A read that is to succeed, once it shows what the receipt tells of. */
  async read(path: string, seen?: Receipt): Promise<Answer['body']> {
    const after = seen === undefined ? '' : `${path.includes('?') ? '&' : '?'}after=${seen.position}`;
    const answer = await this.patiently(() => this.get(`${path}${after}`));
    if (answer.status >= 300) throw new Error(`${path}: ${String(answer.status)} ${JSON.stringify(answer.body)}`);
    return answer.body as unknown;
  }

  /** Asks again where a read model is behind, as it is told to: five seconds are little on a busy machine. */
  private async patiently(ask: () => Promise<Answer>): Promise<Answer> {
    for (let asked = 1; ; asked++) {
      const answer = await ask();
      if (answer.body?.code !== 'projection.behind' || asked === MOST_ASKED) return answer;
    }
  }

  /** A stream of server-sent events. */
  live(query: string, headers: SentHeaders = {}, signal?: AbortSignal): Promise<Response> {
    return fetch(`${this.address}/api/v1/live${query}`, {
      headers: { ...this.authorization(), ...headers },
      ...(signal ? { signal } : {}),
    });
  }

  /** A whole list, which comes as fast as it is read; `destroy()` leaves. */
  download(path: string): Promise<IncomingMessage> {
    return new Promise((answered, failed) => {
      get(`${this.address}/api/v1/${path}`, { agent: false, headers: this.authorization() }, answered).on(
        'error',
        failed,
      );
    });
  }

  private async send(
    method: string,
    path: string,
    body: string | Buffer | undefined,
    headers: SentHeaders,
  ): Promise<Answer> {
    const url =
      path.startsWith('/') && !path.startsWith('/api')
        ? `${this.address}${path}`
        : `${this.address}/api/v1/${path.replace(/^\/?(api\/v1\/)?/, '')}`;
    const response = await fetch(url, {
      method,
      headers: { ...this.authorization(), ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: isJson ? (JSON.parse(text) as unknown) : text };
  }

  private authorization(): SentHeaders {
    return this.token === undefined ? {} : { authorization: `Bearer ${this.token}` };
  }
}
