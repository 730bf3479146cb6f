"""The watch-list: the companies of feeds.yaml and of each tenant, and its version. It matches nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from vigie.adapters.store.engines import insert_new
from vigie.adapters.store.schema import company, entry, meta
from vigie.adapters.store.stories import COMPANY, as_company
from vigie.adapters.store.subscriptions import end_subscriptions, note_end
from vigie.adapters.store.tenants import add_tenant, may_watch
from vigie.model import Company, Subscription
from vigie.text.fold import fold

VERSION = "watchlist"
WATCHED = company.c.retired_at.is_(None)


def watchlist(db: Connection) -> tuple[list[Company], int]:
    rows = db.execute(select(*COMPANY).where(WATCHED).order_by(company.c.id))
    version = db.execute(select(meta.c.value).where(meta.c.name == VERSION)).scalar()
    return [as_company(row) for row in rows], version or 0


def grow(db: Connection) -> None:
    """The version that follows, for engines to take up."""
    db.execute(insert_new(meta).values(name=VERSION, value=0))
    db.execute(update(meta).where(meta.c.name == VERSION).values(value=meta.c.value + 1))


def companies(db: Connection, name: str) -> list[Company]:
    rows = db.execute(select(*COMPANY).where(WATCHED, may_watch(name)))
    return sorted((as_company(row) for row in rows), key=lambda one: (fold(one.name), one.id))


def newcomers(db: Connection) -> list[Company]:
    rows = db.execute(select(*COMPANY).where(WATCHED, company.c.caught_up_at.is_(None)).order_by(company.c.id))
    return [as_company(row) for row in rows]


def mark_caught_up(db: Connection, company_id: int, now: datetime) -> None:
    db.execute(update(company).where(company.c.id == company_id).values(caught_up_at=now))


def adopt_companies(db: Connection, stated: Sequence[Company], now: datetime) -> None:
    """Make the companies of feeds.yaml (tenant None) what the file says; a name that comes back keeps its old id."""
    rows = db.execute(select(*COMPANY).where(WATCHED, company.c.tenant.is_(None)))
    known = {row.name: as_company(row) for row in rows}
    for one in stated:
        if one.name not in known:
            add_company(db, one, now)
        else:
            change_company(db, with_id(one, known[one.name].id))
    for name in known.keys() - {one.name for one in stated}:
        for ended in retire_company(db, known[name].id, now):
            note_end(db, ended, now)


def add_company(db: Connection, one: Company, now: datetime) -> Company:
    """With its id: the old one where its tenant watched a company of that name before."""
    if one.tenant is not None:
        add_tenant(db, one.tenant, now)
    same = company.c.tenant.is_not_distinct_from(one.tenant) & (company.c.name == one.name)
    latest_first = (company.c.retired_at.is_not(None), company.c.retired_at.desc(), company.c.id)
    old = db.execute(select(company.c.id, company.c.retired_at).where(same).order_by(*latest_first)).first()
    if old and old.retired_at is None:
        change_company(db, with_id(one, old.id))
        return with_id(one, old.id)
    past = db.execute(select(entry.c.id).limit(1)).first()
    values = words(one) | {"added_at": now, "retired_at": None, "caught_up_at": None if past else now}
    if old:
        db.execute(update(company).where(company.c.id == old.id).values(values))
        new_id = old.id
    else:
        new_id = db.execute(insert(company).values(tenant=one.tenant, **values).returning(company.c.id)).scalar_one()
    grow(db)
    return with_id(one, new_id)


def change_company(db: Connection, one: Company) -> None:
    """Its name and words; its tenant stays."""
    old = db.execute(select(*COMPANY).where(company.c.id == one.id)).first()
    if old is not None and words(as_company(old)) != words(one):
        db.execute(update(company).where(company.c.id == one.id).values(words(one)))
        grow(db)


def retire_company(db: Connection, company_id: int, now: datetime) -> list[Subscription]:
    retired = update(company).where(company.c.id == company_id, WATCHED).values(retired_at=now)
    if not db.execute(retired).rowcount:
        return []
    grow(db)
    return end_subscriptions(db, company_id)


def words(one: Company) -> dict[str, Any]:
    """The columns that people write."""
    return {
        "name": one.name,
        "aliases": list(one.aliases),
        "context": list(one.context),
        "exclude": list(one.exclude),
    }


def with_id(one: Company, company_id: int) -> Company:
    return Company(company_id, one.name, one.aliases, one.context, one.exclude, one.tenant)
