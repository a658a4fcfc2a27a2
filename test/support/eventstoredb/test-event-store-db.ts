import { Server, ServerCredentials } from '@grpc/grpc-js';
import services from '@eventstore/db-client/generated/streams_grpc_pb.js';
import { AppendCheck } from './append-check.js';
import { appending } from './append.js';
import { Connections } from './connections.js';
import { Faults } from './faults.js';
import { writeForeign } from './foreign-events.js';
import { EventLog, type LoggedEvent } from './log.js';
import { reading } from './read.js';

/** As the real server has them. */
const LIMITS = {
  'grpc.max_concurrent_streams': 100,
  'grpc.max_receive_message_length': 16 * 1_024 * 1_024,
};

/**
 * A server in memory that speaks EventStoreDB's protocol (23.10) over a socket, no more of it than the product uses:
 * unary appends, reads of a stream and of `$all` (forwards, `$all` backwards too), and subscriptions to `$all` by
 * stream-name prefix. Its own specs run against the real server too, and faults can be set.
 */
export class TestEventStoreDb {
  readonly faults = new Faults();
  private readonly log = new EventLog();
  private readonly server = new Server(LIMITS);
  private connections!: Connections;

  private constructor() {
    this.appendForeign(4);
  }

  /** Starts one on the loopback address; on any free port unless one is given. */
  static async start({ port = 0 }: { readonly port?: number } = {}): Promise<TestEventStoreDb> {
    const started = new TestEventStoreDb();
    await started.listen(port);
    return started;
  }

  /** `esdb://127.0.0.1:<port>?tls=false` */
  get connectionString(): string {
    return `esdb://127.0.0.1:${String(this.connections.port)}?tls=false`;
  }

  /** Events that others write: system streams and another application's. */
  appendForeign(count: number): void {
    writeForeign(this.log, count);
  }

  /** The events of streams whose name begins so, in the order of the log. */
  eventsOf(streamPrefix: string): LoggedEvent[] {
    return this.log.events(streamPrefix);
  }

  /** Cuts every connection that there is just now; new ones are taken. */
  cutConnections(): void {
    this.connections.cutAll();
  }

  async stop(): Promise<void> {
    this.server.forceShutdown();
    await this.connections.close();
  }

  private async listen(port: number): Promise<void> {
    const injector = this.server.createConnectionInjector(ServerCredentials.createInsecure());
    this.connections = await Connections.listen(port, (socket) => {
      injector.injectConnection(socket);
    });
    const { log, faults, connections } = this;
    const parts = { log, faults, connections, check: new AppendCheck(log) };
    this.server.addService(services.StreamsService, { append: appending(parts), read: reading(parts) });
  }
}
