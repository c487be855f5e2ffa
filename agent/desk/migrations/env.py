"""Run by alembic, for the connection that `agent.desk.database.migrate` gives."""

from alembic import context

from agent.desk.models import Base

# SQLite alters a table by copying it: hence the batch mode.
context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
