import type { Metadata } from "next";
import type { PageQuery } from "#app/page-props.ts";
import { AdminFrame, AdminSearch } from "#app/admin/admin-frame.tsx";
import { StockList } from "#app/admin/vouchers/stock-list.tsx";
import { VoucherItem } from "#app/admin/vouchers/voucher-item.tsx";
import { requireAdmin } from "#app/viewer.ts";
import { EmptyState } from "#components/EmptyState.tsx";
import { Pager } from "#components/Pager.tsx";
import { PlainLink } from "#components/PlainLink.tsx";
import { listVouchers, readVoucherStocks } from "#lib/db/reads/admin-vouchers.ts";
import { readAs } from "#lib/db/reads/read-as.ts";
import { listAddress, readListQuery } from "#lib/domain/list-query.ts";
import { VOUCHER_STATUSES, voucherWords, type VoucherStatus } from "#lib/domain/voucher-words.ts";

export const metadata: Metadata = { title: "Vouchers" };

export default async function VouchersPage(props: PageQuery) {
  const viewer = await requireAdmin();
  const query = await props.searchParams;
  const { search, page } = readListQuery(query);
  const status = VOUCHER_STATUSES.find((known) => known === query["status"]) ?? null;
  const { stocks, found } = await readAs(viewer.claims, async (tx) => ({
    stocks: await readVoucherStocks(tx),
    found: await listVouchers(tx, { status, search }, page),
  }));
  const now = new Date();
  return (
    <AdminFrame title="Vouchers">
      <section aria-labelledby="stock" className="mt-6">
        <h2 id="stock">Stock</h2>
        {stocks.length > 0 ? (
          <StockList stocks={stocks} />
        ) : (
          <div className="mt-3">
            <EmptyState title="No vouchers yet">
              <p>
                Exam vouchers appear when the first one is put aside at a partner. Promo codes are loaded with
                the command `baton vouchers import`.
              </p>
            </EmptyState>
          </div>
        )}
      </section>
      {stocks.length > 0 ? (
        <section aria-labelledby="who" className="mt-10">
          <h2 id="who">Who has which</h2>
          <p className="text-ink-soft">Codes are never shown: they are worth money.</p>
          <AdminSearch path="/admin/vouchers" search={search} keep={status ? { status } : {}} />
          <States chosen={status} search={search} />
          {found.rows.length > 0 ? (
            <ul
              aria-label="Vouchers, the one that moved last first"
              className="card mt-3 divide-y divide-edge"
            >
              {found.rows.map((voucher) => (
                <VoucherItem key={voucher.id} voucher={voucher} now={now} timeZone={viewer.timeZone} />
              ))}
            </ul>
          ) : (
            <div className="mt-3">
              <EmptyState title="No such voucher">
                <p>
                  None is {status ? `“${voucherWords(status).label.toLowerCase()}”` : "with anybody"}
                  {search ? " for such a student" : ""}.
                </p>
              </EmptyState>
            </div>
          )}
          <Pager
            {...found}
            hrefOf={(number) => listAddress("/admin/vouchers", { status, q: search, page: number })}
          />
        </section>
      ) : null}
    </AdminFrame>
  );
}

function States({ chosen, search }: { chosen: VoucherStatus | null; search: string }) {
  return (
    <nav aria-label="State" className="mt-3 -mx-2 flex flex-wrap gap-x-1">
      {[null, ...VOUCHER_STATUSES].map((status) => (
        <PlainLink
          key={status ?? "taken"}
          href={listAddress("/admin/vouchers", { status, q: search })}
          aria-current={status === chosen ? "page" : undefined}
          className={`rounded-md px-2 py-1 ${status === chosen ? "font-bold" : "no-underline hover:underline"}`}
        >
          {status ? voucherWords(status).label : "All but available"}
        </PlainLink>
      ))}
    </nav>
  );
}
