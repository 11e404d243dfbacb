import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const SECONDS = 60;

/**
 * What another program printed. A failure carries what it wrote to its error output.
 * @param install what to say when the program is not there
 */
export async function runProgram(
  program: string,
  args: string[],
  install: string,
  environment: Record<string, string> = {},
): Promise<string> {
  try {
    const { stdout } = await run(program, args, {
      timeout: SECONDS * 1000,
      maxBuffer: 16 * 1024 * 1024,
      // Nothing of this machine's own settings, so that nobody's real account is ever called.
      env: {
        PATH: '/usr/bin:/bin',
        HOME: '/nonexistent',
        AWS_EC2_METADATA_DISABLED: 'true',
        AWS_PAGER: '',
        PYTHONDONTWRITEBYTECODE: '1',
        ...environment,
      } as Record<string, string> as NodeJS.ProcessEnv,
    });
    return stdout;
  } catch (error) {
    const { code, stderr = '' } = error as { code?: unknown; stderr?: string };
    if (code === 'ENOENT' || /No module named/.test(stderr)) {
      throw new Error(`${program} or what it needs is not installed: ${install}`, { cause: error });
    }
    throw error;
  }
}
