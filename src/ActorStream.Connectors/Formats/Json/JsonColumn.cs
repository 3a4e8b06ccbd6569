using ActorStream.Types;

namespace ActorStream.Connectors.Formats.Json;

/// <summary>
/// Reads the values of one column. One batch at a time: <see cref="Reset"/>, then one value a row, then <see cref="Build"/>.
/// A value that fails leaves nothing behind; <see cref="Truncate"/> takes rows back.
/// </summary>
internal abstract class JsonColumn
{
    private readonly bool _ignoreErrors;
    private ulong[]? _nulls;

    /// <summary>Makes a reader of a type.</summary>
    protected JsonColumn(DataType type, bool ignoreErrors)
    {
        Type = type;
        _ignoreErrors = ignoreErrors;
    }

    /// <summary>The type.</summary>
    public DataType Type { get; }

    /// <summary>Rows read so far.</summary>
    public int Count { get; protected set; }

    /// <summary>Adds the value at the reader's position, which is at its first byte.</summary>
    /// <returns>False at a fault that costs the whole row.</returns>
    public bool Add(ref JsonReader reader)
    {
        if (reader.Peek == (byte)'n')
        {
            if (!reader.ReadLiteral("null"u8)) return false;
            AddNull();
            return true;
        }
        int at = reader.Position;
        return Read(ref reader) || (_ignoreErrors && Recover(ref reader, at));
    }

    /// <summary>Whether a row is NULL.</summary>
    public bool IsNull(int row) => _nulls is not null && (uint)(row >> 6) < (uint)_nulls.Length && NullBits.IsNull(_nulls, row);

    /// <summary>Adds a NULL.</summary>
    public void AddNull()
    {
        int words = NullBits.WordCount(Count + 1);
        if (_nulls is null) _nulls = new ulong[Math.Max(words, 16)];
        else if (_nulls.Length < words) Array.Resize(ref _nulls, Math.Max(words, _nulls.Length * 2));
        NullBits.Set(_nulls, Count);
        AddDefault();
    }

    /// <summary>Starts a batch.</summary>
    /// <param name="capacity">About how many rows come.</param>
    /// <param name="data">The payloads' buffer, into which text may point.</param>
    public virtual void Reset(int capacity, byte[] data)
    {
        Count = 0;
        _nulls = null;
    }

    /// <summary>Takes back what is past so many rows.</summary>
    public virtual void Truncate(int count)
    {
        if (_nulls is not null) NullBits.ClearFrom(_nulls, count);
        Count = count;
    }

    /// <summary>The rows as a column.</summary>
    public abstract Column Build();

    /// <summary>Adds the value that is not <c>null</c>.</summary>
    protected abstract bool Read(ref JsonReader reader);

    /// <summary>Adds an arbitrary value for a NULL.</summary>
    protected abstract void AddDefault();

    /// <summary>The null bitmap of the rows read.</summary>
    protected ulong[]? TakeNulls()
    {
        ulong[]? nulls = _nulls;
        _nulls = null;
        if (nulls is not null && nulls.Length < NullBits.WordCount(Count)) Array.Resize(ref nulls, NullBits.WordCount(Count));
        return nulls;
    }

    /// <summary>With <c>ignore-parse-errors</c> a value that does not fit is NULL; what is not JSON still costs the row.</summary>
    private bool Recover(ref JsonReader reader, int at)
    {
        if (reader.Fault != JsonFault.Value) return false;
        reader.Fault = JsonFault.None;
        reader.Position = at;
        Truncate(Count);
        AddNull();
        return reader.Skip();
    }
}
