/**
 * The program that ssh asks (SSH_ASKPASS). It hands the question to the SCX Studio that started ssh and
 * prints the answer, which stands nowhere else: no file, no argument, no log. Exit status 1: no answer.
 */
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import { ASKPASS_ENV, type AskpassReply, type AskpassRequest } from './messages';

const request: AskpassRequest = {
  token: process.env[ASKPASS_ENV.token] ?? '',
  // Windows' ssh lets a question that begins with a quote fall into many words.
  prompt: process.argv.slice(2).join(' '),
  hint: process.env['SSH_ASKPASS_PROMPT'] ?? '',
};

const socket = connect(process.env[ASKPASS_ENV.socket] ?? '');
socket.on('error', () => process.exit(1));
socket.on('close', () => process.exit(1));
socket.write(JSON.stringify(request) + '\n');
createInterface({ input: socket }).once('line', (line) => {
  const { answer } = JSON.parse(line) as AskpassReply;
  if (answer === null) process.exit(1);
  process.stdout.write(answer + '\n', () => process.exit(0));
});
