import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** The sockets of a server, each of which can be cut. */
export class Connections {
  private readonly sockets = new Map<string, Socket>();

  private constructor(
    private readonly server: Server,
    readonly port: number,
  ) {}

  /** Listens on the loopback address and hands each connection on; port 0 is any free one. */
  static async listen(port: number, take: (socket: Socket) => void): Promise<Connections> {
    const server = createServer();
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const connections = new Connections(server, (server.address() as AddressInfo).port);
    server.on('connection', (socket) => {
      connections.keep(socket);
      take(socket);
    });
    return connections;
  }

  /** Cuts the connection with a peer, `<address>:<port>`, in the midst of whatever it is doing. */
  cut(peer: string): void {
    this.sockets.get(peer)?.destroy();
  }

  cutAll(): void {
    for (const socket of this.sockets.values()) socket.destroy();
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.cutAll();
    await closed;
  }

  private keep(socket: Socket): void {
    const peer = `${String(socket.remoteAddress)}:${String(socket.remotePort)}`;
    this.sockets.set(peer, socket);
    // A peer that is killed resets its connection.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => this.sockets.delete(peer));
  }
}
