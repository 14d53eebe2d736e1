import { createHmac } from 'node:crypto';

export const SIGNING_SECRET = 'bench-signing-secret';

/** A button, as a card has it: the same of every conversation that has come equally far. */
export interface Button {
  readonly blockId: string;
  readonly actionId: string;
}

/** One conversation in a channel of its own. */
export interface Conversation {
  readonly index: number;
  readonly investigationId: string;
}

// Bare: nothing is known but the request, so that questions follow.
const TEXT =
  'An error occurred (AccessDenied) when calling the GetObject operation: Access Denied s3://amzn-s3-demo-bucket/reports/2026/november.csv';

let triggers = 0;
function newTrigger(): string {
  triggers += 1;
  return `${triggers}.${process.pid}.bench`;
}

/** `/s3denied <error text>`, by somebody of their own, in one of many workspaces: nobody is held up for their haste. */
export function commandRequest(index: number): Buffer {
  return signed({
    command: '/s3denied',
    text: TEXT,
    team_id: workspaceOf(index),
    channel_id: channelOf(index),
    channel_name: 'cloud-help',
    user_id: userOf(index),
    user_name: 'jane',
    api_app_id: 'A1',
    trigger_id: newTrigger(),
    response_url: 'http://127.0.0.1:9/response',
  });
}

/** A click of the conversation's owner. */
export function clickRequest(conversation: Conversation, { blockId, actionId }: Button): Buffer {
  const { index, investigationId } = conversation;
  const channel = { id: channelOf(index), name: 'cloud-help' };
  const ts = '1700000000.000001';
  const payload = {
    type: 'block_actions',
    team: { id: workspaceOf(index), domain: 'example' },
    user: { id: userOf(index), team_id: workspaceOf(index) },
    api_app_id: 'A1',
    channel,
    container: { type: 'message', channel_id: channel.id, message_ts: ts },
    message: { type: 'message', ts, text: '' },
    trigger_id: newTrigger(),
    response_url: 'http://127.0.0.1:9/response',
    actions: [
      { type: 'button', action_id: actionId, block_id: blockId, value: investigationId, action_ts: ts },
    ],
  };
  return signed({ payload: JSON.stringify(payload) });
}

export function channelOf(index: number): string {
  return `C${index}BENCH`;
}

const CONVERSATIONS_IN_WORKSPACE = 100;

function workspaceOf(index: number): string {
  return `T${Math.floor(index / CONVERSATIONS_IN_WORKSPACE)}`;
}

function userOf(index: number): string {
  return `U${index}BENCH`;
}

/** A whole HTTP request, signed as Slack signs. https://docs.slack.dev/authentication/verifying-requests-from-slack/ */
function signed(fields: Readonly<Record<string, string>>): Buffer {
  const body = new URLSearchParams(fields).toString();
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', SIGNING_SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
  const head = [
    'POST /slack/events HTTP/1.1',
    'host: 127.0.0.1',
    'content-type: application/x-www-form-urlencoded',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-slack-request-timestamp: ${timestamp}`,
    `x-slack-signature: v0=${signature}`,
  ];
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`);
}
