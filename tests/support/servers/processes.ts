import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

export type Process = { pid: number; parent: number; group: number; command: string };

/** The running processes of this machine. */
export const processes = (): Process[] => (process.platform === 'linux' ? fromProc() : fromPs());

const fromProc = () =>
  readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(pid => {
      try {
        const [state, parent, group] = readFileSync(`/proc/${pid}/stat`, 'utf8')
          .replace(/^.*\) /s, '')
          .split(' ');
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return state === 'Z'
          ? []
          : [{ pid: Number(pid), parent: Number(parent), group: Number(group), command }];
      } catch {
        return [];
      }
    });

const fromPs = () =>
  execFileSync('ps', ['-A', '-o', 'pid=,ppid=,pgid=,stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .flatMap(line => {
      const [, pid, parent, group, state, command = ''] =
        line.match(/^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/) ?? [];
      return !pid || state?.startsWith('Z')
        ? []
        : [{ pid: Number(pid), parent: Number(parent), group: Number(group), command }];
    });

/** The memory of processes together. Linux counts shared memory once. */
export const residentBytes = (some: Process[]): number =>
  process.platform === 'linux'
    ? some.reduce((sum, { pid }) => sum + proportionalBytes(pid), 0)
    : residentBytesFromPs(some);

function proportionalBytes(pid: number): number {
  const [, kibibytes] = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8').match(/^Pss: +(\d+) kB$/m) ?? [];
  return 1024 * Number(kibibytes);
}

const residentBytesFromPs = (some: Process[]): number =>
  execFileSync('ps', ['-o', 'rss=', '-p', some.map(({ pid }) => pid).join(',')], { encoding: 'utf8' })
    .trim()
    .split(/\s+/)
    .reduce((sum, kibibytes) => sum + 1024 * Number(kibibytes), 0);

/** Waits until a condition is true, and throws if that takes too long. */
export async function until(condition: () => boolean | Promise<boolean>, timeoutMs = 120_000): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Waited ${timeoutMs} ms in vain for: ${condition}`);
    await sleep(20);
  }
}
