using System.Text;

namespace ActorStream.Connectors.Formats.Json;

/// <summary>
/// Reads the fields of objects into columns. It learns in which order the fields come, so that a payload of the same layout costs one
/// comparison a name; a name that comes out of turn is found by its hash.
/// </summary>
internal sealed class JsonFields
{
    private const int MaxSlots = 128;
    private const int MaxLearned = 512;

    private readonly JsonColumn[] _columns;
    private readonly byte[][] _quoted;
    private readonly int[] _buckets;
    private readonly int[] _next;
    private readonly byte[][] _slotNames = new byte[MaxSlots][];
    private readonly int[] _slotColumns = new int[MaxSlots];
    private readonly bool _failOnMissing;
    private readonly int[] _required;
    private readonly IReadOnlyList<string> _names;
    private int _slots;
    private int _learned;

    /// <summary>Makes a reader of objects.</summary>
    /// <param name="names">The fields' names.</param>
    /// <param name="columns">A reader for each.</param>
    /// <param name="failOnMissing">Whether a field that is not there is a fault, or NULL.</param>
    public JsonFields(IReadOnlyList<string> names, JsonColumn[] columns, bool failOnMissing)
    {
        _names = names;
        _columns = columns;
        _failOnMissing = failOnMissing;
        _required = [.. Enumerable.Range(0, columns.Length).Where(i => !columns[i].Type.IsNullable)];
        _quoted = new byte[columns.Length][];
        _next = new int[columns.Length];
        _buckets = new int[(int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, columns.Length * 2))];
        Array.Fill(_buckets, -1);
        for (int i = 0; i < columns.Length; i++)
        {
            byte[] name = Encoding.UTF8.GetBytes(names[i]);
            _quoted[i] = Quote(name);
            ref int bucket = ref _buckets[Hash(name) & (_buckets.Length - 1)];
            _next[i] = bucket;
            bucket = i;
        }
    }

    /// <summary>The column whose value was being read last; for messages.</summary>
    public int Current { get; private set; } = -1;

    /// <summary>A new payload comes: nothing of the last one is a column at fault any more.</summary>
    public void Begin() => Current = -1;

    /// <summary>Adds one row from the object at the position, which is at its opening brace. At a fault the columns may have more rows
    /// than before; the caller truncates them.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="row">How many rows each column has.</param>
    /// <param name="depth">How deep this object lies.</param>
    public bool Add(ref JsonReader reader, int row, int depth)
    {
        Current = -1;
        reader.Position++;
        JsonColumn[] columns = _columns;
        int seen = 0;
        byte next = reader.PeekToken();
        if (next == (byte)'}') reader.Position++;
        else
        {
            for (int slot = 0; ; slot++)
            {
                // Once every column has its value the rest matters no more, as in Flink; it must be JSON still.
                if (seen == columns.Length)
                {
                    if (!reader.SkipFields(depth)) return false;
                    break;
                }
                if (!ReadName(ref reader, slot, out int column)) return false;
                if (column < 0)
                {
                    if (!reader.Skip(depth)) return false;
                }
                else if (!AddValue(ref reader, column, row, ref seen)) return false;
                next = reader.PeekToken();
                if (next is not ((byte)',' or (byte)'}')) return reader.FailSyntax("',' or '}'");
                reader.Position++;
                if (next == (byte)'}') break;
                reader.PeekToken();
            }
        }
        return (seen == columns.Length || Complete(ref reader, row)) && (_required.Length == 0 || CheckRequired(ref reader, row));
    }

    /// <summary>A NULL in a NOT NULL column would be taken for a value by all that follows.</summary>
    private bool CheckRequired(ref JsonReader reader, int row)
    {
        foreach (int column in _required)
        {
            if (!_columns[column].IsNull(row)) continue;
            Current = column;
            return reader.FailNull(_names[column]);
        }
        return true;
    }

    private bool AddValue(ref JsonReader reader, int column, int row, ref int seen)
    {
        JsonColumn target = _columns[column];
        // The last of equal names counts.
        if (target.Count > row) target.Truncate(row);
        else seen++;
        Current = column;
        reader.PeekToken();
        if (!target.Add(ref reader)) return false;
        Current = -1;
        return true;
    }

    private bool Complete(ref JsonReader reader, int row)
    {
        for (int i = 0; i < _columns.Length; i++)
        {
            if (_columns[i].Count > row) continue;
            if (_failOnMissing)
            {
                Current = i;
                return reader.FailMissing(_names[i]);
            }
            _columns[i].AddNull();
        }
        return true;
    }

    /// <summary>Reads a name and its colon. The position is at the name's quote.</summary>
    private bool ReadName(ref JsonReader reader, int slot, out int column)
    {
        if (slot < _slots)
        {
            ReadOnlySpan<byte> expected = _slotNames[slot];
            if (reader.Text[reader.Position..].StartsWith(expected))
            {
                reader.Position += expected.Length;
                column = _slotColumns[slot];
                if (reader.Peek == (byte)':')
                {
                    reader.Position++;
                    return true;
                }
                return ReadColon(ref reader);
            }
        }
        return FindName(ref reader, slot, out column) && ReadColon(ref reader);
    }

    private static bool ReadColon(ref JsonReader reader)
    {
        if (reader.PeekToken() != (byte)':') return reader.FailSyntax("':'");
        reader.Position++;
        return true;
    }

    private bool FindName(ref JsonReader reader, int slot, out int column)
    {
        column = -1;
        if (reader.Peek != (byte)'"') return reader.FailSyntax("a quoted field name");
        int at = reader.Position;
        if (!reader.ReadString(out int start, out int length, out bool hasEscapes)) return false;
        ReadOnlySpan<byte> name = reader.Text.Slice(start, length);
        if (!reader.IsUtf8(start, length))
        {
            reader.Position = at;
            return reader.FailSyntax("UTF-8");
        }
        if (hasEscapes)
        {
            byte[] plain = new byte[length];
            int written = JsonEscapes.Unescape(name, plain);
            if (written < 0)
            {
                reader.Position = at;
                return reader.FailSyntax("known escapes");
            }
            column = Find(plain.AsSpan(0, written));
            return true;
        }
        column = Find(name);
        Learn(slot, name, column);
        return true;
    }

    private int Find(ReadOnlySpan<byte> name)
    {
        for (int i = _buckets[Hash(name) & (_buckets.Length - 1)]; i >= 0; i = _next[i])
        {
            if (_quoted[i].AsSpan(1, _quoted[i].Length - 2).SequenceEqual(name)) return i;
        }
        return -1;
    }

    /// <summary>Expects this name at this place from now on. What is learned of other names is bounded.</summary>
    private void Learn(int slot, ReadOnlySpan<byte> name, int column)
    {
        if (slot >= MaxSlots || slot > _slots) return;
        byte[] quoted;
        if (column >= 0) quoted = _quoted[column];
        else if (_learned < MaxLearned && name.Length <= 256)
        {
            _learned++;
            quoted = Quote(name);
        }
        else return;
        _slotNames[slot] = quoted;
        _slotColumns[slot] = column;
        if (slot == _slots) _slots++;
    }

    private static byte[] Quote(ReadOnlySpan<byte> name)
    {
        byte[] quoted = new byte[name.Length + 2];
        quoted[0] = quoted[^1] = (byte)'"';
        name.CopyTo(quoted.AsSpan(1));
        return quoted;
    }

    private static int Hash(ReadOnlySpan<byte> name)
    {
        uint hash = (uint)name.Length;
        foreach (byte b in name) hash = (hash ^ b) * 16777619;
        return (int)(hash ^ (hash >> 15));
    }
}
