import type { ReactNode } from "react";

export type Column<Row> = Readonly<{
  header: string;
  /** Right-aligned figures. */
  isNumeric?: boolean;
  cell: (row: Row) => ReactNode;
}>;

type DataTableProps<Row> = Readonly<{
  /** What the table holds, for those who cannot see the page's title. */
  caption: string;
  /** The first column names the row. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
}>;

export function DataTable<Row>({ caption, columns, rows, rowKey }: DataTableProps<Row>) {
  const alignment = (column: Column<Row>) => (column.isNumeric ? "text-end" : "text-start");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section aria-label={caption} tabIndex={0} className="relative overflow-x-auto">
      <table className="w-full border-collapse text-sm tabular-nums">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-line text-xs text-ink-muted">
            {columns.map((column) => (
              <th
                key={column.header}
                scope="col"
                className={`h-9 px-3 font-medium first:ps-4 last:pe-4 ${alignment(column)}`}
              >
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className="border-b border-line transition-colors hover:bg-hover">
              {columns.map((column, index) => {
                const className = `h-row px-3 whitespace-nowrap first:ps-4 last:pe-4 ${alignment(column)}`;
                return index === 0 ? (
                  <th key={column.header} scope="row" className={`${className} font-medium`}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.header} className={className}>
                    {column.cell(row)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
