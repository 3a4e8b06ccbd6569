using ActorStream.Types;

namespace ActorStream.Connectors.Formats.Json;

/// <summary>Reads values of one fixed size.</summary>
/// <typeparam name="T">The physical type.</typeparam>
internal abstract class JsonFixedColumn<T> : JsonColumn
    where T : unmanaged
{
    private T[] _values = [];

    /// <summary>Makes a reader of a type.</summary>
    protected JsonFixedColumn(DataType type, bool ignoreErrors)
        : base(type, ignoreErrors)
    {
    }

    /// <inheritdoc/>
    public override void Reset(int capacity, byte[] data)
    {
        base.Reset(capacity, data);
        _values = capacity == 0 ? [] : GC.AllocateUninitializedArray<T>(capacity);
    }

    /// <inheritdoc/>
    public override Column Build()
    {
        var column = new FixedColumn<T>(_values, Count, TakeNulls());
        _values = [];
        Count = 0;
        return column;
    }

    /// <summary>Adds a value.</summary>
    protected bool Append(T value)
    {
        if (Count == _values.Length) Array.Resize(ref _values, Math.Max(16, Count * 2));
        _values[Count++] = value;
        return true;
    }

    /// <inheritdoc/>
    protected override void AddDefault() => Append(default);
}
