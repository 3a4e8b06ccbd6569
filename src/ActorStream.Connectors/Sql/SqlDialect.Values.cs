using System.Data.Common;
using System.Text;
using ActorStream.Types;

namespace ActorStream.Connectors.Sql;

/// <summary>How a dialect's values become columns' and back.</summary>
internal abstract partial class SqlDialect
{
    /// <summary>Fraction digits that its timestamps may be declared with.</summary>
    public virtual int MaxTimestampPrecision => 6;

    /// <summary>Whether columns can have this type at all.</summary>
    public virtual bool Supports(DataType type) => type.Root is not (TypeRoot.Array or TypeRoot.Map or TypeRoot.Multiset or TypeRoot.Row
        or TypeRoot.IntervalYearMonth or TypeRoot.IntervalDayTime or TypeRoot.Null);

    /// <summary>Reads what the database says about a table or view, or null where there is none of that name.</summary>
    public abstract Task<TableDescription?> DescribeAsync(SqlSession session, string table);

    /// <summary>Whether the database finds two values of a column equal only where the declared type does: no collation that ignores
    /// case, no padding, no conversion.</summary>
    public abstract bool ComparesExactly(ColumnDescription column, DataType type);

    /// <summary>Whether a text may hold the character zero.</summary>
    public virtual bool TakesZeroCharacters => true;

    /// <summary>Whether rows can be ordered by the column.</summary>
    public virtual bool IsOrdered(ColumnDescription column) => true;

    /// <summary>What makes a session fit for a query that is read slowly, or null.</summary>
    public virtual string? ScanSetup => null;

    /// <summary>An INSERT of rows that updates those whose key exists.</summary>
    /// <param name="table">The quoted table.</param>
    /// <param name="columns">All columns, quoted.</param>
    /// <param name="keys">The key's columns among them.</param>
    /// <param name="rows">How many rows.</param>
    public virtual string Upsert(string table, IReadOnlyList<string> columns, IReadOnlyList<string> keys, int rows)
    {
        string[] others = [.. columns.Except(keys)];
        string action = others.Length == 0 ? "DO NOTHING" : "DO UPDATE SET " + string.Join(", ", others.Select(c => $"{c} = EXCLUDED.{c}"));
        return $"{Insert(table, columns, rows)} ON CONFLICT ({string.Join(", ", keys)}) {action}";
    }

    /// <summary>An INSERT of rows.</summary>
    public string Insert(string table, IReadOnlyList<string> columns, int rows)
    {
        var text = new StringBuilder($"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ");
        for (int row = 0, parameter = 0; row < rows; row++)
        {
            text.Append(row == 0 ? "(" : ", (");
            for (int c = 0; c < columns.Count; c++) text.Append(c == 0 ? "" : ", ").Append(Parameter(parameter++));
            text.Append(')');
        }
        return text.ToString();
    }

    /// <summary>A condition that is true for rows of some keys: <c>k IN (…)</c>, or for several columns <c>(a = … AND b = …) OR
    /// …</c>.</summary>
    public string KeyCondition(IReadOnlyList<string> keys, int count)
    {
        var text = new StringBuilder();
        if (keys.Count == 1)
        {
            text.Append(keys[0]).Append(" IN (");
            for (int i = 0; i < count; i++) text.Append(i == 0 ? "" : ", ").Append(Parameter(i));
            return text.Append(')').ToString();
        }
        for (int i = 0, parameter = 0; i < count; i++)
        {
            text.Append(i == 0 ? "(" : " OR (");
            for (int k = 0; k < keys.Count; k++)
                text.Append(k == 0 ? "" : " AND ").Append(keys[k]).Append(" = ").Append(Parameter(parameter++));
            text.Append(')');
        }
        return text.ToString();
    }

    /// <summary>A column in a SELECT list, so that a value of the declared type is read without loss.</summary>
    public virtual string SelectExpression(ColumnDescription column, DataType type) => Quote(column.Name);

    /// <summary>A reader of a column's values.</summary>
    public virtual CellReader CreateReader(SqlEndpoint endpoint, string table, string column, DataType type) =>
        new TypedCellReader(table, column, type, Name);

    /// <summary>Adds a parameter for values of a type.</summary>
    public abstract DbParameter AddParameter(DbCommand command, int index, DataType type);

    /// <summary>A column's value as its client takes it; DBNull for NULL.</summary>
    public virtual object ToParameter(Column column, int row, DataType type)
    {
        if (column.IsNull(row)) return DBNull.Value;
        switch (type.Root)
        {
            case TypeRoot.Boolean: return ((FixedColumn<bool>)column)[row];
            case TypeRoot.TinyInt: return (short)((FixedColumn<sbyte>)column)[row];
            case TypeRoot.SmallInt: return ((FixedColumn<short>)column)[row];
            case TypeRoot.Int: return ((FixedColumn<int>)column)[row];
            case TypeRoot.BigInt: return ((FixedColumn<long>)column)[row];
            case TypeRoot.Float: return ((FixedColumn<float>)column)[row];
            case TypeRoot.Double: return ((FixedColumn<double>)column)[row];
            case TypeRoot.Decimal: return DecimalParameter(Unscaled(column, row), type);
            case TypeRoot.Char or TypeRoot.VarChar: return Encoding.UTF8.GetString(((BytesColumn)column)[row]);
            case TypeRoot.Binary or TypeRoot.VarBinary: return ((BytesColumn)column)[row].ToArray();
            case TypeRoot.Date: return DateParameter(SqlTimes.FromDays(((FixedColumn<int>)column)[row]) ?? throw OutOfRange(type));
            case TypeRoot.Time: return TimeParameter(TimeSpan.FromMilliseconds(((FixedColumn<int>)column)[row]));
            case TypeRoot.Timestamp or TypeRoot.TimestampLtz when type.HasNanoseconds:
                return NanosecondParameter(((FixedColumn<Int128>)column)[row], type);
            case TypeRoot.Timestamp or TypeRoot.TimestampLtz:
                bool isInstant = type.Root == TypeRoot.TimestampLtz;
                DateTime? time = SqlTimes.FromMicros(((FixedColumn<long>)column)[row], isInstant);
                return TimestampParameter(time ?? throw OutOfRange(type), isInstant);
            default: throw new ActorStreamException($"The {Name} dialect doesn't support type: {type}.", ErrorDomain.User);
        }
    }

    protected virtual object DecimalParameter(Int128 unscaled, DataType type) =>
        type.Precision <= 28 ? (decimal)unscaled / PowerOf10(type.Scale) : SqlValues.DecimalText(unscaled, type.Scale);

    protected virtual object DateParameter(DateTime date) => date;

    protected virtual object TimeParameter(TimeSpan time) => time;

    protected virtual object TimestampParameter(DateTime time, bool isInstant) => time;

    /// <summary>A timestamp of 7 to 9 digits, which only databases with a <see cref="MaxTimestampPrecision"/> beyond 6 are asked
    /// for.</summary>
    protected virtual object NanosecondParameter(Int128 nanos, DataType type) =>
        throw new ActorStreamException($"The {Name} dialect doesn't support type: {type}.", ErrorDomain.User);

    protected static decimal PowerOf10(int scale)
    {
        decimal power = 1;
        for (int i = 0; i < scale; i++) power *= 10;
        return power;
    }

    private static Int128 Unscaled(Column column, int row) =>
        column is FixedColumn<long> small ? small[row] : ((FixedColumn<Int128>)column)[row];

    protected ActorStreamException OutOfRange(DataType type) =>
        new($"A value of type {type} is outside of the years 1 to 9999, which is what {Name} takes here.", ErrorDomain.User);
}
