insert into campaign_account (campaign, account_id, public_reason, is_locked)
values ($1, $2, $3, $4)
on conflict (campaign, account_id)
do nothing
returning account_id
