using System.Text;
using ActorStream.Types;

namespace ActorStream.Connectors.Formats.Json;

/// <summary>Writes ARRAY.</summary>
internal sealed class JsonArrayWriter(JsonWriter elements) : JsonWriter
{
    private ListColumn? _column;

    /// <inheritdoc/>
    public override int FixedLength => -1;

    /// <inheritdoc/>
    public override void Bind(Column column)
    {
        base.Bind(column);
        _column = (ListColumn)column;
        elements.Bind(_column.Elements);
    }

    /// <inheritdoc/>
    public override long MaxLength(int row)
    {
        long room = 2;
        for (int i = _column!.Starts[row], end = i + _column.Lengths[row]; i < end; i++) room += 1 + Room(elements, i);
        return room;
    }

    /// <inheritdoc/>
    public override int Write(int row, Span<byte> target)
    {
        target[0] = (byte)'[';
        int written = 1;
        int start = _column!.Starts[row];
        for (int i = start; i < start + _column.Lengths[row]; i++)
        {
            if (i > start) target[written++] = (byte)',';
            written += WriteNullable(elements, i, target[written..]);
        }
        target[written] = (byte)']';
        return written + 1;
    }
}

/// <summary>Writes MAP with text keys.</summary>
internal sealed class JsonMapWriter(JsonWriter values, MapNullKeyMode nullKeys, string nullKeyLiteral) : JsonWriter
{
    private readonly JsonTextWriter _keys = new();
    private readonly byte[] _nullKey = Encoding.UTF8.GetBytes(nullKeyLiteral);
    private MapColumn? _column;

    /// <inheritdoc/>
    public override int FixedLength => -1;

    /// <inheritdoc/>
    public override void Bind(Column column)
    {
        base.Bind(column);
        _column = (MapColumn)column;
        _keys.Bind(_column.Keys);
        values.Bind(_column.Values);
    }

    /// <inheritdoc/>
    public override long MaxLength(int row)
    {
        long room = 2;
        for (int i = _column!.Starts[row], end = i + _column.Lengths[row]; i < end; i++)
        {
            room += 2 + Math.Max(Room(_keys, i), _nullKey.Length * (long)JsonEscapes.MaxGrowth + 2) + Room(values, i);
        }
        return room;
    }

    /// <inheritdoc/>
    public override int Write(int row, Span<byte> target)
    {
        target[0] = (byte)'{';
        int written = 1;
        for (int i = _column!.Starts[row], end = i + _column.Lengths[row]; i < end; i++)
        {
            bool isNullKey = _keys.IsNull(i);
            if (isNullKey && nullKeys == MapNullKeyMode.Drop) continue;
            if (written > 1) target[written++] = (byte)',';
            written += isNullKey ? WriteNullKey(target[written..]) : _keys.Write(i, target[written..]);
            target[written++] = (byte)':';
            written += WriteNullable(values, i, target[written..]);
        }
        target[written] = (byte)'}';
        return written + 1;
    }

    private int WriteNullKey(Span<byte> target)
    {
        if (nullKeys == MapNullKeyMode.Literal) return JsonEscapes.WriteQuoted(_nullKey, target);
        throw new ActorStreamException(
            "A map with a NULL key has no form in JSON.",
            ErrorDomain.User,
            hint: "Set 'json.map-null-key.mode' to 'DROP' or 'LITERAL'.");
    }
}

/// <summary>Writes MULTISET: an object of elements and how often each is in it.</summary>
internal sealed class JsonMultisetWriter : JsonWriter
{
    private readonly JsonTextWriter _elements = new();
    private ListColumn? _column;

    /// <inheritdoc/>
    public override int FixedLength => -1;

    /// <inheritdoc/>
    public override void Bind(Column column)
    {
        base.Bind(column);
        _column = (ListColumn)column;
        _elements.Bind(_column.Elements);
    }

    /// <inheritdoc/>
    public override long MaxLength(int row)
    {
        long room = 2;
        for (int i = _column!.Starts[row], end = i + _column.Lengths[row]; i < end; i++) room += 16 + Room(_elements, i);
        return room;
    }

    /// <inheritdoc/>
    public override int Write(int row, Span<byte> target)
    {
        var counts = new Dictionary<string, (int First, int Count)>(StringComparer.Ordinal);
        for (int i = _column!.Starts[row], end = i + _column.Lengths[row]; i < end; i++)
        {
            string text = _elements.IsNull(i) ? "null" : _elements.TextOf(i);
            counts[text] = counts.TryGetValue(text, out (int First, int Count) known) ? (known.First, known.Count + 1) : (i, 1);
        }
        target[0] = (byte)'{';
        int written = 1;
        foreach ((string text, (_, int count)) in counts)
        {
            if (written > 1) target[written++] = (byte)',';
            written += JsonEscapes.WriteQuoted(Encoding.UTF8.GetBytes(text), target[written..]);
            target[written++] = (byte)':';
            count.TryFormat(target[written..], out int digits);
            written += digits;
        }
        target[written] = (byte)'}';
        return written + 1;
    }
}

/// <summary>Writes rows as objects: nested ones, and those of a whole batch.</summary>
internal sealed class JsonObjectWriter : JsonWriter
{
    private readonly JsonWriter[] _fields;
    private readonly byte[][] _names;
    private readonly JsonWriter[] _varying;
    private readonly bool _ignoreNulls;
    private readonly long _room;

    /// <summary>Makes a writer of objects with these fields.</summary>
    public JsonObjectWriter(IReadOnlyList<string> names, JsonWriter[] fields, bool ignoreNulls)
    {
        _fields = fields;
        _ignoreNulls = ignoreNulls;
        _names = new byte[fields.Length][];
        _varying = [.. fields.Where(f => f.FixedLength < 0)];
        _room = 2;
        for (int i = 0; i < fields.Length; i++)
        {
            byte[] name = Encoding.UTF8.GetBytes(names[i]);
            byte[] prefix = new byte[name.Length * JsonEscapes.MaxGrowth + 4];
            prefix[0] = (byte)',';
            int length = JsonEscapes.WriteQuoted(name, prefix.AsSpan(1)) + 1;
            prefix[length++] = (byte)':';
            _names[i] = prefix[..length];
            _room += length + Math.Max(4, fields[i].FixedLength);
        }
    }

    /// <inheritdoc/>
    public override int FixedLength => -1;

    /// <inheritdoc/>
    public override void Bind(Column column)
    {
        base.Bind(column);
        Bind(((RowColumn)column).Fields);
    }

    /// <summary>Takes the columns whose rows come next.</summary>
    public void Bind(IReadOnlyList<Column> columns)
    {
        for (int i = 0; i < _fields.Length; i++) _fields[i].Bind(columns[i]);
    }

    /// <inheritdoc/>
    public override long MaxLength(int row)
    {
        long room = _room;
        foreach (JsonWriter field in _varying)
        {
            if (!field.IsNull(row)) room += field.MaxLength(row);
        }
        return room;
    }

    /// <inheritdoc/>
    public override int Write(int row, Span<byte> target)
    {
        int written = 0;
        for (int i = 0; i < _fields.Length; i++)
        {
            JsonWriter field = _fields[i];
            bool isNull = field.IsNull(row);
            if (isNull && _ignoreNulls) continue;
            ReadOnlySpan<byte> name = _names[i];
            name.CopyTo(target[written..]);
            written += name.Length;
            if (isNull)
            {
                "null"u8.CopyTo(target[written..]);
                written += 4;
            }
            else written += field.Write(row, target[written..]);
        }
        // Every field wrote a comma before its name; the first one's place is the brace's.
        if (written == 0) written = 1;
        target[0] = (byte)'{';
        target[written] = (byte)'}';
        return written + 1;
    }
}
