import { hostname, userInfo } from 'node:os';

/** `user@machine` of this process, as targets show it to others; nothing in it is special to a shell. */
export function clientName(): string {
  const plain = (name: string) => name.normalize('NFKD').replaceAll(/[^\w.-]/g, '') || 'unknown';
  return `${plain(userName())}@${plain(hostname())}`;
}

/** A user without an entry in passwd has no name (containers). */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}
