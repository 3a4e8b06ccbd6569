using System.Data.Common;
using ActorStream.Connectors.Sql;
using ActorStream.Types;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ActorStream.Connectors.Sqlite;

/// <summary>Reads a column of SQLite's, where each value has a type of its own: text goes from SQLite's memory into the column.</summary>
internal sealed class SqliteCellReader : CellReader
{
    public SqliteCellReader(string table, string column, DataType type, string database)
        : base(table, column, type, database)
    {
    }

    public override void Read(DbDataReader reader, int ordinal, ColumnBuilder builder)
    {
        sqlite3_stmt statement = ((SqliteDataReader)reader).Handle!;
        int stored = raw.sqlite3_column_type(statement, ordinal);
        switch (stored)
        {
            case raw.SQLITE_NULL:
                builder.AppendNull();
                return;
            case raw.SQLITE_TEXT or raw.SQLITE_INTEGER or raw.SQLITE_FLOAT when Type.IsText:
                // Asking for the length makes a number SQLite's own text of it, and a UTF-16 database's text UTF-8.
                _ = raw.sqlite3_column_bytes(statement, ordinal);
                ((BytesColumnBuilder)builder).Append(raw.sqlite3_column_blob(statement, ordinal));
                return;
            case raw.SQLITE_BLOB when Type.IsBinary:
                ((BytesColumnBuilder)builder).Append(raw.sqlite3_column_blob(statement, ordinal));
                return;
            case raw.SQLITE_INTEGER when Type.Root == TypeRoot.BigInt:
                ((FixedColumnBuilder<long>)builder).Append(raw.sqlite3_column_int64(statement, ordinal));
                return;
            case raw.SQLITE_INTEGER:
                AppendValue(raw.sqlite3_column_int64(statement, ordinal), builder);
                return;
            case raw.SQLITE_FLOAT:
                AppendValue(raw.sqlite3_column_double(statement, ordinal), builder);
                return;
            case raw.SQLITE_TEXT:
                _ = raw.sqlite3_column_bytes(statement, ordinal);
                AppendValue(System.Text.Encoding.UTF8.GetString(raw.sqlite3_column_blob(statement, ordinal)), builder);
                return;
            default:
                AppendValue(raw.sqlite3_column_blob(statement, ordinal).ToArray(), builder);
                return;
        }
    }
}
