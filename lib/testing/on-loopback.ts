import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Lets a stand-in listen on loopback; on a port that nobody listens on, unless told. Closing it ends its connections too. */
export async function onLoopback(server: Server, port = 0): Promise<{ url: string; close(): Promise<void> }> {
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
