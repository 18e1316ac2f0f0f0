import type { FastifyReply } from 'fastify';

/** RFC 9457. `title` is the status in words, `detail` what to do about it. */
export function replyProblem(
  reply: FastifyReply,
  status: number,
  title: string,
  detail: string,
): FastifyReply {
  return reply
    .code(status)
    .type('application/problem+json')
    .header('Cache-Control', 'no-store')
    .send(`${JSON.stringify({ type: 'about:blank', title, status, detail })}\n`);
}
