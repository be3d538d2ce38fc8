insert into campaign_account (campaign, account_id)
values ($1, $2)
on conflict (campaign, account_id)
do nothing
returning account_id
