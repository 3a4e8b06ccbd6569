using System.Data.Common;
using ActorStream.Types;

namespace ActorStream.Connectors.Sql;

/// <summary>Reads one column of results into a builder. Made once a statement; decides by the first row how, where the database's
/// columns have types.</summary>
internal abstract class CellReader
{
    protected CellReader(string table, string column, DataType type, string database)
    {
        Table = table;
        Column = column;
        Type = type;
        Database = database;
    }

    protected string Table { get; }

    protected string Column { get; }

    protected DataType Type { get; }

    protected string Database { get; }

    /// <summary>Appends the reader's current value.</summary>
    public abstract void Read(DbDataReader reader, int ordinal, ColumnBuilder builder);

    protected void AppendValue(object? value, ColumnBuilder builder)
    {
        if (!SqlValues.TryAppend(value, Type, builder)) throw SqlValues.Misfit(Table, Column, Type, value, Database);
    }
}

/// <summary>For databases whose columns have one type each: reads common types without boxing.</summary>
internal class TypedCellReader : CellReader
{
    private Type? _clientType;

    public TypedCellReader(string table, string column, DataType type, string database)
        : base(table, column, type, database)
    {
    }

    public override void Read(DbDataReader reader, int ordinal, ColumnBuilder builder)
    {
        if (reader.IsDBNull(ordinal))
        {
            builder.AppendNull();
            return;
        }
        Type client = _clientType ??= reader.GetFieldType(ordinal);
        if (Type.IsText && client == typeof(string))
            ((BytesColumnBuilder)builder).Append(reader.GetString(ordinal));
        else if (Type.Root == TypeRoot.Int && client == typeof(int))
            ((FixedColumnBuilder<int>)builder).Append(reader.GetInt32(ordinal));
        else if (Type.Root == TypeRoot.BigInt && client == typeof(long))
            ((FixedColumnBuilder<long>)builder).Append(reader.GetInt64(ordinal));
        else if (Type.Root == TypeRoot.Double && client == typeof(double))
            ((FixedColumnBuilder<double>)builder).Append(reader.GetDouble(ordinal));
        else
            AppendValue(Value(reader, ordinal), builder);
    }

    /// <summary>The value as an object.</summary>
    protected virtual object? Value(DbDataReader reader, int ordinal) => reader.GetValue(ordinal);
}
