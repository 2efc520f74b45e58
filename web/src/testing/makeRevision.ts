import type { Draft, DraftCheck, Revision, RevisionDetail } from '@/api/types'

export function makeRevision(change: Partial<Revision> = {}): Revision {
  return {
    id: 7,
    host: 'local',
    author: 'ada',
    reason: 'more patience',
    created_at: '2026-10-12T04:00:00Z',
    phase: 'applied',
    over: true,
    ended_at: '2026-10-12T04:00:08Z',
    confirm_within_seconds: 0,
    confirm_by: null,
    restores: null,
    failure: null,
    files: [{ name: 'jail.d/zz-bangui.local', change: 'changed', lines_added: 1, lines_removed: 1 }],
    ...change,
  }
}

export function makeRevisionDetail(change: Partial<RevisionDetail> = {}): RevisionDetail {
  return {
    ...makeRevision(),
    steps: [],
    left: [],
    notes: [],
    diffs: [
      {
        name: 'jail.d/zz-bangui.local',
        diff: '--- a\n+++ b\n@@ -1,2 +1,2 @@\n [sshd]\n-maxretry = 5\n+maxretry = 9\n',
        lines_added: 1,
        lines_removed: 1,
      },
    ],
    ...change,
  }
}

export function makeDraft(change: Partial<Draft> = {}): Draft {
  return {
    host: 'local',
    hash: 'abc',
    next_cursor: null,
    files: [
      {
        name: 'jail.d/zz-bangui.local',
        change: 'changed',
        text: '[sshd]\nmaxretry = 9\n',
        text_hash: 'ghi',
        base_hash: 'def',
        diff: '--- a\n+++ b\n@@ -1,2 +1,2 @@\n [sshd]\n-maxretry = 5\n+maxretry = 9\n',
        lines_added: 1,
        lines_removed: 1,
        stale: false,
        in_force: false,
        unknown: false,
        updated_at: '2026-10-12T04:00:00Z',
      },
    ],
    ...change,
  }
}

export function makeCheck(change: Partial<DraftCheck> = {}): DraftCheck {
  return {
    draft_hash: 'abc',
    version: '1.0.2',
    running: true,
    tried: true,
    added: [],
    removed: [],
    objections: [],
    jails: [
      {
        jail: 'nginx',
        operation: 'reload',
        reasons: ['maxretry changes from 5 to 9'],
        banned: 3,
        loses_bans: false,
      },
    ],
    server: [],
    notes: [],
    next_cursor: null,
    ...change,
  }
}
