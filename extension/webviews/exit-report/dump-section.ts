import { parseDebugDump, type DebugDump } from '../../core/exit-report/debug-dump';
import { element, setText } from '../kit/element';
import { dumpNodes, ORDERS, type Order } from './dump-model';
import { DumpTree } from './dump-tree';
import type { ReportModel } from './report-model';

/** The debug dump: a tree that is sorted and searched, and its text. */
export function createDumpSection({ dumpText, dumpNote }: ReportModel): readonly HTMLElement[] {
  const heading = element('h2', { text: 'Debug dump' });
  const note = element('p', { className: 'note', text: dumpNote });
  const dump = dumpText === null ? null : parseDebugDump(dumpText);
  if (dumpText === null || dump === null) {
    return [element('section', { children: [heading, note] })];
  }
  const children = [
    ...[heading, note, ...truncation(dump), ...ownLines(dump), ...treeWithTools(dump)],
    element('details', {
      children: [
        element('summary', { text: 'As the kernel wrote it' }),
        element('pre', { text: dumpText, attributes: { tabindex: '0' } }),
      ],
    }),
  ];
  return [element('section', { className: 'dump', children })];
}

function truncation({ isTruncated }: DebugDump): readonly HTMLElement[] {
  if (!isTruncated) return [];
  const text =
    'The kernel cut it off: set .exit_dump_len of the ops to more bytes than 32,768 to have all of it.';
  return [element('p', { className: 'note', text })];
}

/** What ops.dump() printed. */
function ownLines({ lines }: DebugDump): readonly HTMLElement[] {
  return lines.length === 0 ? [] : [element('pre', { className: 'said', text: lines.join('\n') })];
}

function treeWithTools(dump: DebugDump): readonly HTMLElement[] {
  if (dump.cpus.length === 0) {
    return [element('p', { text: 'No CPU had anything to do but idle.' })];
  }
  const tree = new DumpTree();
  const search = element('input', {
    attributes: { type: 'search', placeholder: 'Search tasks', 'aria-label': 'Search tasks' },
  });
  const order = element('select', {
    attributes: { 'aria-label': 'Order of tasks' },
    children: Object.entries(ORDERS).map(([value, text]) =>
      element('option', { text, attributes: { value } }),
    ),
  });
  const found = element('span', { className: 'found', attributes: { role: 'status' } });
  const show = () => {
    const nodes = dumpNodes(dump, { order: order.value as Order, search: search.value });
    const count = nodes.reduce((sum, { tasks }) => sum + tasks.length, 0);
    setText(found, `${count.toLocaleString('en')} ${count === 1 ? 'task' : 'tasks'}`);
    tree.show(nodes, search.value.trim() !== '');
  };
  search.addEventListener('input', show);
  order.addEventListener('change', show);
  show();
  const tools = element('div', { className: 'tools', children: [search, order, found] });
  return [tools, tree.root];
}
