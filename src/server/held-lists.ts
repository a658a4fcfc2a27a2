import type { HeldList } from '../../projections/reading/whole-list.js';
import type { ListHeld, ListPage } from './past-questions.js';

/** Whole lists of the past that are being read, each by the number of the question that asked to hold it. */
export class HeldLists {
  private readonly lists = new Map<number, HeldList>();

  add(id: number, list: HeldList): ListHeld {
    this.lists.set(id, list);
    const { position, asOf } = list;
    return { position, asOf };
  }

  /** The next page. @throws whatever the list is answered with */
  async next(id: number): Promise<ListPage> {
    const list = this.lists.get(id);
    if (!list) throw new Error('the list is not held any more');
    const page = await list.pages.next();
    return { items: page.done ? null : page.value };
  }

  /** Nothing happens where it is not held. */
  letGo(id: number): void {
    this.lists.get(id)?.close();
    this.lists.delete(id);
  }

  letGoOfAll(): void {
    for (const id of this.lists.keys()) this.letGo(id);
  }
}
