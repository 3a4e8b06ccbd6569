using System.Buffers;
using System.Buffers.Text;
using ActorStream.Types;

namespace ActorStream.Connectors.Formats.Json;

/// <summary>Reads byte strings: slices of the payloads, and of a buffer of its own for those that had to be decoded.</summary>
internal abstract class JsonSliceColumn : JsonColumn
{
    private byte[] _data = [];
    private byte[] _own = [];
    private int[] _starts = [];
    private int[] _lengths = [];
    private int _ownUsed;

    /// <summary>Makes a reader of a type.</summary>
    protected JsonSliceColumn(DataType type, bool ignoreErrors)
        : base(type, ignoreErrors)
    {
    }

    /// <inheritdoc/>
    public override void Reset(int capacity, byte[] data)
    {
        base.Reset(capacity, data);
        _data = data;
        _starts = capacity == 0 ? [] : GC.AllocateUninitializedArray<int>(capacity);
        _lengths = capacity == 0 ? [] : GC.AllocateUninitializedArray<int>(capacity);
        _ownUsed = 0;
    }

    /// <inheritdoc/>
    public override Column Build()
    {
        if (_ownUsed > 0) Gather();
        var column = new BytesColumn(_data, _starts, _lengths, Count, TakeNulls());
        (_data, _starts, _lengths) = ([], [], []);
        Count = 0;
        return column;
    }

    /// <summary>Adds a slice of the payloads' buffer.</summary>
    protected bool AddSlice(int start, int length)
    {
        if (Count == _starts.Length)
        {
            int size = Math.Max(16, Count * 2);
            Array.Resize(ref _starts, size);
            Array.Resize(ref _lengths, size);
        }
        _starts[Count] = start;
        _lengths[Count++] = length;
        return true;
    }

    /// <summary>Room in the column's own buffer, of which <see cref="AddOwn"/> makes a row.</summary>
    protected Span<byte> Reserve(int most)
    {
        long needed = (long)_ownUsed + most;
        if (needed > Array.MaxLength) throw new ActorStreamException(
            "A batch's JSON text is larger than a column may be.", ErrorDomain.User, hint: "Make the payloads smaller.");
        if (needed > _own.Length) Array.Resize(ref _own, (int)Math.Min(Array.MaxLength, Math.Max(needed, Math.Max(256, _own.Length * 2L))));
        return _own.AsSpan(_ownUsed);
    }

    /// <summary>Adds the first bytes of what <see cref="Reserve"/> gave.</summary>
    protected bool AddOwn(int length)
    {
        // The complement tells it from a slice of the payloads.
        AddSlice(~_ownUsed, length);
        _ownUsed += Math.Max(1, length);
        return true;
    }

    /// <inheritdoc/>
    protected override void AddDefault() => AddSlice(0, 0);

    /// <summary>A column has one buffer: copies what lies in the payloads behind what is its own.</summary>
    private void Gather()
    {
        long total = _ownUsed;
        for (int i = 0; i < Count; i++) total += _starts[i] < 0 ? 0 : _lengths[i];
        int used = _ownUsed;
        if (total > _own.Length) Array.Resize(ref _own, checked((int)total));
        for (int i = 0; i < Count; i++)
        {
            if (_starts[i] < 0)
            {
                _starts[i] = ~_starts[i];
                continue;
            }
            _data.AsSpan(_starts[i], _lengths[i]).CopyTo(_own.AsSpan(used));
            _starts[i] = used;
            used += _lengths[i];
        }
        _data = _own;
        _own = [];
    }
}

/// <summary>Reads text. Numbers and literals come as they are written, objects and arrays as compact JSON.</summary>
internal sealed class JsonTextColumn(DataType type, bool ignoreErrors, bool exactNumbers) : JsonSliceColumn(type, ignoreErrors)
{
    private readonly ArrayBufferWriter<byte> _nested = new();

    /// <inheritdoc/>
    protected override bool Read(ref JsonReader reader)
    {
        int at = reader.Position;
        switch (reader.Peek)
        {
            case (byte)'"':
                if (!reader.ReadString(out int start, out int length, out bool hasEscapes)) return false;
                if (!reader.IsUtf8(start, length)) return reader.FailValue(Type, at);
                if (!hasEscapes) return AddSlice(reader.Origin + start, length);
                int written = JsonEscapes.Unescape(reader.Text.Slice(start, length), Reserve(length));
                if (written >= 0) return AddOwn(written);
                reader.Position = start;
                return reader.FailSyntax("known escapes");
            case (byte)'{' or (byte)'[':
                _nested.ResetWrittenCount();
                if (!JsonCompactText.Copy(ref reader, _nested, exactNumbers)) return false;
                _nested.WrittenSpan.CopyTo(Reserve(_nested.WrittenCount));
                return AddOwn(_nested.WrittenCount);
            default:
                return reader.Skip() && AddSlice(reader.Origin + at, reader.Position - at);
        }
    }
}

/// <summary>Reads binary, written as base 64.</summary>
internal sealed class JsonBinaryColumn(DataType type, bool ignoreErrors) : JsonSliceColumn(type, ignoreErrors)
{
    private byte[] _buffer = [];

    /// <inheritdoc/>
    protected override bool Read(ref JsonReader reader)
    {
        int start = reader.Position;
        if (!JsonScalar.Read(ref reader, out JsonScalarKind kind, out ReadOnlySpan<byte> text, ref _buffer)) return false;
        if (kind != JsonScalarKind.String) return reader.FailValue(Type, start);
        Span<byte> target = Reserve(Base64.GetMaxDecodedFromUtf8Length(text.Length));
        return Base64.DecodeFromUtf8(text, target, out _, out int written) == OperationStatus.Done
            ? AddOwn(written)
            : reader.FailValue(Type, start);
    }
}
