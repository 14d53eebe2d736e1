import { z } from 'zod';
import { type ApiMethod, apiMethod, refuse } from '../api-method.js';
import { APP, AUDITORS, TEAM } from '../people.js';
import { userObject } from '../slack-objects.js';

const authTest = apiMethod(z.object({}), (state) => ({
  ok: true,
  url: `${state.origin}/`,
  team: TEAM.name,
  team_id: TEAM.id,
  user: APP.name,
  user_id: APP.userId,
  bot_id: APP.botId,
  is_enterprise_install: false,
}));

const usersInfo = apiMethod(z.object({ user: z.string() }), (state, args) => {
  if (args.user === APP.userId) {
    const app = { id: APP.userId, name: APP.name, realName: APP.realName, title: 'App' };
    return { ok: true, user: { ...userObject(app), is_bot: true } };
  }
  const person = state.workspace.person(args.user);
  return person === undefined ? refuse('user_not_found') : { ok: true, user: userObject(person) };
});

const usersList = apiMethod(z.object({}), (state) => ({
  ok: true,
  members: state.workspace.people().map(userObject),
  response_metadata: { next_cursor: '' },
}));

const groupUsers = apiMethod(z.object({ usergroup: z.string() }), (_state, args) =>
  args.usergroup === AUDITORS.id ? { ok: true, users: AUDITORS.users } : refuse('no_such_subteam'),
);

const groups = apiMethod(z.object({}), () => ({
  ok: true,
  usergroups: [{ id: AUDITORS.id, team_id: TEAM.id, handle: AUDITORS.handle, name: AUDITORS.handle }],
}));

export const PEOPLE_METHODS: Readonly<Record<string, ApiMethod>> = {
  'auth.test': authTest,
  'users.info': usersInfo,
  'users.list': usersList,
  'usergroups.list': groups,
  'usergroups.users.list': groupUsers,
};
