import { describe, expect, it } from "vitest";
import { readOrderFile } from "./order-file";

const heading =
  "order,status,currency,placed_at,customer_email,customer_name,item,item_name,quantity,unit_price,shipping,payment_id";
const file = (...lines: string[]) => [heading, ...lines].join("\n");
const line = "#1,delivered,USD,2026-01-02,ana@example.test,Ana,shoe,Shoes,1,42.10,,pi_1";

describe("a file of orders", () => {
  it("makes one order of its lines, with money exact in each currency", () => {
    const { orders, problems } = readOrderFile(
      file(
        line,
        "#1,delivered,USD,2026-01-02,ana@example.test,Ana,sock,Socks,2,4.5,,pi_1",
        "#2,pending,JPY,2026-01-02T10:00:00+09:00,ben@example.test,Ben,lamp,Lamp,1,9800,500,",
        "#3,delivered,KWD,2026-01-02,cem@example.test,Cem,vase,Vase,1,1.234,,pi_3",
      ),
    );
    expect(problems).toEqual([]);
    expect(
      orders.map(({ number, order }) => [number, order.lines.map((item) => item.unitPriceMinor)]),
    ).toEqual([
      ["#1", [4_210, 450]],
      ["#2", [9_800]],
      ["#3", [1_234]],
    ]);
    expect(orders[0]?.order.payments[0]).toMatchObject({ paymentId: "pi_1", amountMinor: 5_110 });
    expect(orders[1]?.order).toMatchObject({ shippingMinor: 500, payments: [] });
  });

  it.each([
    ["no heading", "a,b\n1,2", 1, undefined],
    [
      "a mail address that is none",
      file(line, line.replace("#1", "#2").replace("ana@example.test", "ana")),
      3,
      "customer_email",
    ],
    ["an amount with too many decimals", file(line.replace("42.10", "42.105")), 2, "unit_price"],
    ["a negative amount", file(line.replace("42.10", "-1")), 2, "unit_price"],
    ["half a piece", file(line.replace(",1,42", ",0.5,42")), 2, "quantity"],
    ["an unknown status", file(line.replace("delivered", "lost")), 2, "status"],
    ["a day that is none", file(line.replace("2026-01-02", "yesterday")), 2, "placed_at"],
    ["an unknown currency", file(line.replace("USD", "ZZZ")), 2, "currency"],
    ["an order without a number", file(line.replace("#1", "")), 2, "order"],
    ["an open quote", `${heading}\n"#1,delivered`, undefined, undefined],
  ])("names the line and column of %s", (_, text, at, column) => {
    const [problem] = readOrderFile(text).problems;
    expect(problem).toBeDefined();
    if (at) expect(problem?.line).toBe(at);
    if (column) expect(problem?.column).toBe(column);
  });

  it("reads the rest of a file that has a problem, and a mark that spreadsheets put in front", () => {
    const { orders, problems } = readOrderFile(
      `\uFEFF${file(line, line.replace("#1", "#2").replace("USD", "ZZZ"))}`,
    );
    expect(orders.map(({ number }) => number)).toEqual(["#1"]);
    expect(problems).toHaveLength(1);
  });
});
