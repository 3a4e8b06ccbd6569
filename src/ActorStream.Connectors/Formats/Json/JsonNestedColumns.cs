using ActorStream.Types;

namespace ActorStream.Connectors.Formats.Json;

/// <summary>Where each row's elements start, and how many it has.</summary>
internal struct JsonSpans
{
    private int[] _starts;
    private int[] _lengths;
    private int _end;

    /// <summary>Forgets all rows.</summary>
    public void Reset(int capacity)
    {
        _starts = new int[capacity];
        _lengths = new int[capacity];
        _end = 0;
    }

    /// <summary>Where the next row's elements start.</summary>
    public readonly int End => _end;

    /// <summary>Adds a row of the elements up to <paramref name="elements"/>.</summary>
    public void Add(int row, int elements)
    {
        if (row == _starts.Length)
        {
            int size = Math.Max(16, row * 2);
            Array.Resize(ref _starts, size);
            Array.Resize(ref _lengths, size);
        }
        _starts[row] = _end;
        _lengths[row] = elements - _end;
        _end = elements;
    }

    /// <summary>Takes rows back.</summary>
    /// <returns>How many elements are left.</returns>
    public int Truncate(int count, int rows)
    {
        if (count < rows) _end = _starts[count];
        return _end;
    }

    /// <summary>The arrays, which belong to the caller from now on.</summary>
    public readonly (int[] Starts, int[] Lengths) Take() => (_starts, _lengths);
}

/// <summary>Reads ARRAY.</summary>
internal sealed class JsonArrayColumn(DataType type, bool ignoreErrors, JsonColumn elements) : JsonColumn(type, ignoreErrors)
{
    private JsonSpans _spans;

    /// <inheritdoc/>
    public override void Reset(int capacity, byte[] data)
    {
        base.Reset(capacity, data);
        _spans.Reset(capacity);
        elements.Reset(capacity, data);
    }

    /// <inheritdoc/>
    public override void Truncate(int count)
    {
        elements.Truncate(_spans.Truncate(count, Count));
        base.Truncate(count);
    }

    /// <inheritdoc/>
    public override Column Build()
    {
        (int[] starts, int[] lengths) = _spans.Take();
        var column = new ListColumn(elements.Build(), starts, lengths, Count, TakeNulls());
        Count = 0;
        return column;
    }

    /// <inheritdoc/>
    protected override bool Read(ref JsonReader reader)
    {
        int start = reader.Position;
        if (reader.Peek != (byte)'[') return reader.Skip() && reader.FailValue(Type, start);
        reader.Position++;
        if (reader.PeekToken() != (byte)']')
        {
            while (true)
            {
                reader.PeekToken();
                if (!elements.Add(ref reader)) return false;
                byte next = reader.PeekToken();
                if (next is not ((byte)',' or (byte)']')) return reader.FailSyntax("',' or ']'");
                if (next == (byte)']') break;
                reader.Position++;
            }
        }
        reader.Position++;
        AddDefault();
        return true;
    }

    /// <inheritdoc/>
    protected override void AddDefault()
    {
        _spans.Add(Count, elements.Count);
        Count++;
    }
}

/// <summary>Reads MAP with text keys; the last of equal keys counts.</summary>
internal sealed class JsonMapColumn(DataType type, bool ignoreErrors, JsonColumn keys, JsonColumn values) : JsonColumn(type, ignoreErrors)
{
    private JsonSpans _spans;

    /// <inheritdoc/>
    public override void Reset(int capacity, byte[] data)
    {
        base.Reset(capacity, data);
        _spans.Reset(capacity);
        keys.Reset(capacity, data);
        values.Reset(capacity, data);
    }

    /// <inheritdoc/>
    public override void Truncate(int count)
    {
        int left = _spans.Truncate(count, Count);
        keys.Truncate(left);
        values.Truncate(left);
        base.Truncate(count);
    }

    /// <inheritdoc/>
    public override Column Build()
    {
        (int[] starts, int[] lengths) = _spans.Take();
        Column builtKeys = keys.Build();
        Column column = new MapColumn(builtKeys, values.Build(), starts, lengths, Count, TakeNulls());
        Count = 0;
        return KeepLastOfEqualKeys((MapColumn)column, (BytesColumn)builtKeys);
    }

    /// <inheritdoc/>
    protected override bool Read(ref JsonReader reader)
    {
        int start = reader.Position;
        if (reader.Peek != (byte)'{') return reader.Skip() && reader.FailValue(Type, start);
        reader.Position++;
        if (reader.PeekToken() != (byte)'}')
        {
            while (true)
            {
                if (reader.PeekToken() != (byte)'"') return reader.FailSyntax("a quoted field name");
                if (!keys.Add(ref reader)) return false;
                if (reader.PeekToken() != (byte)':') return reader.FailSyntax("':'");
                reader.Position++;
                reader.PeekToken();
                if (!values.Add(ref reader)) return false;
                byte next = reader.PeekToken();
                if (next is not ((byte)',' or (byte)'}')) return reader.FailSyntax("',' or '}'");
                if (next == (byte)'}') break;
                reader.Position++;
            }
        }
        reader.Position++;
        AddDefault();
        return true;
    }

    /// <inheritdoc/>
    protected override void AddDefault()
    {
        _spans.Add(Count, keys.Count);
        Count++;
    }

    private static MapColumn KeepLastOfEqualKeys(MapColumn map, BytesColumn keys)
    {
        List<int>? kept = null;
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] starts = new int[map.Length];
        int[] lengths = new int[map.Length];
        for (int row = 0; row < map.Length; row++)
        {
            last.Clear();
            int start = map.Starts[row];
            for (int i = start; i < start + map.Lengths[row]; i++) last[System.Text.Encoding.UTF8.GetString(keys[i])] = i;
            if (kept is null && last.Count == map.Lengths[row])
            {
                (starts[row], lengths[row]) = (start, map.Lengths[row]);
                continue;
            }
            kept ??= [.. Enumerable.Range(0, start)];
            (starts[row], lengths[row]) = (kept.Count, last.Count);
            kept.AddRange(last.Values);
        }
        if (kept is null) return map;
        int[] entries = [.. kept];
        return new MapColumn(map.Keys.Take(entries), map.Values.Take(entries), starts, lengths, map.Length, map.Nulls);
    }
}

/// <summary>Reads MULTISET: an object of elements and how often each is in it.</summary>
internal sealed class JsonMultisetColumn(DataType type, bool ignoreErrors, JsonMapColumn counts) : JsonColumn(type, ignoreErrors)
{
    /// <inheritdoc/>
    public override void Reset(int capacity, byte[] data)
    {
        base.Reset(capacity, data);
        counts.Reset(capacity, data);
    }

    /// <inheritdoc/>
    public override void Truncate(int count)
    {
        counts.Truncate(count);
        base.Truncate(count);
    }

    /// <inheritdoc/>
    public override Column Build()
    {
        var map = (MapColumn)counts.Build();
        var times = (FixedColumn<int>)map.Values;
        var entries = new List<int>();
        int[] starts = new int[Count];
        int[] lengths = new int[Count];
        for (int row = 0; row < Count; row++)
        {
            starts[row] = entries.Count;
            for (int i = map.Starts[row]; i < map.Starts[row] + map.Lengths[row]; i++)
            {
                if (!times.IsNull(i)) entries.AddRange(Enumerable.Repeat(i, Math.Max(0, times[i])));
            }
            lengths[row] = entries.Count - starts[row];
        }
        var column = new ListColumn(map.Keys.Take([.. entries]), starts, lengths, Count, TakeNulls());
        Count = 0;
        return column;
    }

    /// <inheritdoc/>
    protected override bool Read(ref JsonReader reader)
    {
        int start = reader.Position;
        if (reader.Peek != (byte)'{') return reader.Skip() && reader.FailValue(Type, start);
        if (!counts.Add(ref reader)) return false;
        Count++;
        return true;
    }

    /// <inheritdoc/>
    protected override void AddDefault()
    {
        counts.AddNull();
        Count++;
    }
}

/// <summary>Reads ROW.</summary>
internal sealed class JsonRowColumn(DataType type, bool ignoreErrors, JsonColumn[] fields, bool failOnMissing)
    : JsonColumn(type, ignoreErrors)
{
    private readonly JsonFields _fields = new(type.FieldNames, fields, failOnMissing);

    /// <inheritdoc/>
    public override void Reset(int capacity, byte[] data)
    {
        base.Reset(capacity, data);
        foreach (JsonColumn field in fields) field.Reset(capacity, data);
    }

    /// <inheritdoc/>
    public override void Truncate(int count)
    {
        foreach (JsonColumn field in fields) field.Truncate(count);
        base.Truncate(count);
    }

    /// <inheritdoc/>
    public override Column Build()
    {
        var columns = new Column[fields.Length];
        for (int i = 0; i < columns.Length; i++) columns[i] = fields[i].Build();
        var column = new RowColumn(columns, Count, TakeNulls());
        Count = 0;
        return column;
    }

    /// <inheritdoc/>
    protected override bool Read(ref JsonReader reader)
    {
        int start = reader.Position;
        if (reader.Peek != (byte)'{') return reader.Skip() && reader.FailValue(Type, start);
        if (!_fields.Add(ref reader, Count, 1)) return false;
        Count++;
        return true;
    }

    /// <inheritdoc/>
    protected override void AddDefault()
    {
        foreach (JsonColumn field in fields) field.AddNull();
        Count++;
    }
}
