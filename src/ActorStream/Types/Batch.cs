namespace ActorStream.Types;

/// <summary>Rows that travel together, as columns. Immutable: whoever gets a batch may keep it and share its columns.</summary>
public sealed class Batch
{
    /// <summary>Rows that a batch holds at most unless an operator has its reasons; sources cut their input by it.</summary>
    public const int TargetRows = 1024;

    /// <summary>Makes a batch.</summary>
    /// <param name="columns">The columns, each of <paramref name="count"/> rows.</param>
    /// <param name="count">The number of rows.</param>
    /// <param name="kinds">The row kinds, at least <paramref name="count"/> of them, or null when every row is an insert.</param>
    /// <exception cref="ArgumentException">A column has another number of rows, or there are too few kinds.</exception>
    public Batch(Column[] columns, int count, RowKind[]? kinds = null)
    {
        for (int i = 0; i < columns.Length; i++)
        {
            // Absent: an expression over some rows only is given the columns that it reads. No such batch leaves its operator.
            if (columns[i] is { } column && column.Length != count) throw OtherLength(i, column.Length, count);
        }
        if (kinds is not null && kinds.Length < count)
            throw new ArgumentException($"A batch of {count} rows was given {kinds.Length} row kinds.", nameof(kinds));
        Columns = columns;
        Count = count;
        Kinds = kinds;
    }

    /// <summary>The columns.</summary>
    public Column[] Columns { get; }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>The row kinds, or null when every row is an insert.</summary>
    public RowKind[]? Kinds { get; }

    /// <summary>The memory that the batch keeps, about; a buffer that columns share counts once.</summary>
    public long SizeBytes
    {
        get
        {
            long size = 0;
            for (int i = 0; i < Columns.Length; i++)
            {
                size += Columns[i].SizeBytes;
                if (Columns[i] is not BytesColumn bytes) continue;
                for (int j = 0; j < i; j++)
                {
                    if (Columns[j] is not BytesColumn other || !ReferenceEquals(other.Data, bytes.Data)) continue;
                    size -= bytes.Data.Length;
                    break;
                }
            }
            return size;
        }
    }

    /// <summary>The kind of a row.</summary>
    public RowKind KindOf(int row) => Kinds is null ? RowKind.Insert : Kinds[row];

    /// <summary>The chosen rows, in that order.</summary>
    public Batch Take(ReadOnlySpan<int> rows)
    {
        var columns = new Column[Columns.Length];
        for (int i = 0; i < columns.Length; i++) columns[i] = Columns[i].Take(rows);
        return new Batch(columns, rows.Length, TakeKinds(rows));
    }

    /// <summary>The chosen rows with the chosen columns; the others are absent.</summary>
    internal Batch Take(ReadOnlySpan<int> rows, ReadOnlySpan<int> columns)
    {
        var taken = new Column[Columns.Length];
        foreach (int column in columns) taken[column] = Columns[column].Take(rows);
        return new Batch(taken, rows.Length, TakeKinds(rows));
    }

    /// <summary>The kinds of the chosen rows, or null when every row is an insert.</summary>
    public RowKind[]? TakeKinds(ReadOnlySpan<int> rows)
    {
        if (Kinds is null) return null;
        var kinds = new RowKind[rows.Length];
        for (int i = 0; i < rows.Length; i++) kinds[i] = Kinds[rows[i]];
        return kinds;
    }

    private static ArgumentException OtherLength(int index, int length, int count) =>
        new($"Column {index} of a batch of {count} rows has {length}.");
}
