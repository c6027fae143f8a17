type AvatarProps = Readonly<{
  name: string;
  /** Set it when the name is not written beside the avatar. */
  isLabelled?: boolean;
  size?: "sm" | "md";
}>;

const sizes = { sm: "size-5", md: "size-8" } as const;

/** Initials on a quiet ground. */
export function Avatar({ name, isLabelled = false, size = "md" }: AvatarProps) {
  const label = isLabelled ? { role: "img", "aria-label": name, title: name } : { "aria-hidden": true };
  return (
    <span
      {...label}
      className={`inline-flex shrink-0 items-center justify-center rounded-full border border-line bg-sunken font-medium text-ink-muted ${sizes[size]}`}
    >
      <span className={size === "sm" ? "scale-75 text-xs" : "text-xs"}>{initialsOf(name)}</span>
    </span>
  );
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const first = [...(words[0] ?? "")][0] ?? "?";
  const last = words.length > 1 ? ([...(words.at(-1) ?? "")][0] ?? "") : "";
  return (first + last).toUpperCase();
}
