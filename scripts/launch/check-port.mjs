import { createServer } from 'node:net';
import { stop } from './say.mjs';

/** Refuses a port that another program listens on, naming what chooses another, such as "PORT=". */
export async function checkPort(port, what, option) {
  const problem = await new Promise((resolve) => {
    const server = createServer();
    server.once('error', resolve);
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(null)));
  });
  if (problem === null) return;
  if (problem.code === 'EADDRINUSE')
    stop(`Port ${port} is taken: ${what} can't listen there. End the program that has it, or choose another port: ${option}${port + 10}.`);
  if (problem.code === 'EACCES') stop(`Port ${port} needs more rights than you have. Choose one above 1023, for example ${option}3000.`);
  stop(`${what} can't listen on port ${port}: ${problem.message}`);
}
