import { type Block, withIds } from './block-kit/blocks.js';
import type { HomeDefinition, ModalDefinition } from './block-kit/views.js';
import { createId } from './ids.js';

/** A modal on a person's screen. */
export interface OpenModal {
  readonly id: string;
  readonly userId: string;
  readonly rootId: string;
  readonly previousId?: string;
  readonly hash: string;
  readonly view: ModalDefinition;
}

export interface PublishedHome {
  readonly id: string;
  readonly userId: string;
  readonly hash: string;
  readonly view: HomeDefinition;
}

export type ViewChange =
  /** The modals of this person, the one on top last. */
  | { readonly kind: 'modals.changed'; readonly userId: string; readonly modals: readonly OpenModal[] }
  | { readonly kind: 'home.changed'; readonly userId: string; readonly home: PublishedHome };

/** https://docs.slack.dev/surfaces/modals: at most three modals lie upon each other. */
const STACK_LIMIT = 3;

export interface ViewStacks {
  modals(userId: string): readonly OpenModal[];
  find(id: string): OpenModal | undefined;
  findExternal(externalId: string): OpenModal | undefined;
  open(userId: string, view: ModalDefinition): OpenModal;
  /** Undefined where the stack is full. */
  push(userId: string, view: ModalDefinition): OpenModal | undefined;
  update(modal: OpenModal, view: ModalDefinition): OpenModal;
  /** Takes away the top modal, and what `clear` says: all of them. */
  close(modal: OpenModal): void;
  clear(userId: string): void;
  publish(userId: string, view: HomeDefinition): PublishedHome;
  home(userId: string): PublishedHome | undefined;
}

export function createViewStacks(changed: (change: ViewChange) => void): ViewStacks {
  const stacks = new Map<string, readonly OpenModal[]>();
  const homes = new Map<string, PublishedHome>();

  const stackOf = (userId: string): readonly OpenModal[] => stacks.get(userId) ?? [];
  const all = (): readonly OpenModal[] => [...stacks.values()].flat();
  function save(userId: string, modals: readonly OpenModal[]): void {
    stacks.set(userId, modals);
    changed({ kind: 'modals.changed', userId, modals });
  }

  return {
    modals: stackOf,
    find: (id) => all().find((modal) => modal.id === id),
    findExternal: (externalId) => all().find((modal) => modal.view.external_id === externalId),
    open(userId, view) {
      const id = createId('V');
      const modal = { id, userId, rootId: id, hash: createHash(), view: named(view) };
      save(userId, [modal]);
      return modal;
    },
    push(userId, view) {
      const stack = stackOf(userId);
      const top = stack.at(-1);
      if (top === undefined || stack.length >= STACK_LIMIT) return undefined;
      const modal = {
        id: createId('V'),
        userId,
        rootId: top.rootId,
        previousId: top.id,
        hash: createHash(),
        view: named(view),
      };
      save(userId, [...stack, modal]);
      return modal;
    },
    update(modal, view) {
      const updated = { ...modal, hash: createHash(), view: named(view) };
      save(
        modal.userId,
        stackOf(modal.userId).map((one) => (one.id === modal.id ? updated : one)),
      );
      return updated;
    },
    close(modal) {
      save(
        modal.userId,
        stackOf(modal.userId).filter((one) => one.id !== modal.id),
      );
    },
    clear: (userId) => save(userId, []),
    publish(userId, view) {
      const home = {
        id: homes.get(userId)?.id ?? createId('V'),
        userId,
        hash: createHash(),
        view: named(view),
      };
      homes.set(userId, home);
      changed({ kind: 'home.changed', userId, home });
      return home;
    },
    home: (userId) => homes.get(userId),
  };
}

function named<T extends { blocks: Block[] }>(view: T): T {
  return { ...view, blocks: [...withIds(view.blocks)] };
}

function createHash(): string {
  return `${Math.floor(Date.now() / 1000)}.${createId('h')}`;
}
