/** What a decision can be. */
export const outcomes = ["approve", "partial", "deny", "need_info", "escalate"] as const;
