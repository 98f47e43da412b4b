-- Rows arrive in the order of their time, so the old ones are found by block: almost no cost when a call is stored.

create index partner_calls_called_at on public.partner_calls using brin (called_at) with (pages_per_range = 32);
