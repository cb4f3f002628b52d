"""Alembic's migrations, run by ``store.database.open_store``. There is no alembic.ini: nothing runs them by hand."""
