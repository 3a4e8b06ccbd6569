namespace ActorStream.Types;

/// <summary>Finds a value among many by its hash: elements of arrays and keys of maps, of which data may have very many. Where there are
/// few, comparing them one by one is as good and allocates nothing.</summary>
/// <param name="type">The values' type.</param>
/// <param name="areEqual">When two are equal; values that are equal by <see cref="ValueComparison.AreEqual"/> hash alike.</param>
internal sealed class ValueIndex(DataType type, ValueEquality areEqual)
{
    /// <summary>Up to so many values an index does not pay.</summary>
    public const int WorthFrom = 32;

    private readonly Dictionary<int, int> _heads = [];
    private readonly List<(Column Column, int Row, int Next)> _values = [];

    /// <summary>Adds a value unless an equal one is there.</summary>
    /// <returns>Whether none was.</returns>
    public bool Add(Column column, int row)
    {
        if (Find(column, row) >= 0) return false;
        int hash = Hash(type, column, row);
        _values.Add((column, row, _heads.GetValueOrDefault(hash, -1)));
        _heads[hash] = _values.Count - 1;
        return true;
    }

    /// <summary>The row of the value that equals another one, or −1.</summary>
    public int Find(Column column, int row)
    {
        for (int i = _heads.GetValueOrDefault(Hash(type, column, row), -1); i >= 0; i = _values[i].Next)
        {
            if (areEqual(type, _values[i].Column, _values[i].Row, column, row)) return _values[i].Row;
        }
        return -1;
    }

    private static int Hash(DataType type, Column column, int row)
    {
        if (column.IsNull(row)) return 0;
        var hash = default(HashCode);
        switch (column)
        {
            case BytesColumn bytes: hash.AddBytes(bytes[row]); break;
            case FixedColumn<bool> c: hash.Add(c[row]); break;
            case FixedColumn<sbyte> c: hash.Add(c[row]); break;
            case FixedColumn<short> c: hash.Add(c[row]); break;
            case FixedColumn<int> c: hash.Add(c[row]); break;
            case FixedColumn<long> c: hash.Add(c[row]); break;
            case FixedColumn<Int128> c: hash.Add(c[row]); break;
            // Both zeros are equal, and every NaN is the same.
            case FixedColumn<float> c: hash.Add(c[row] == 0 ? 0 : float.IsNaN(c[row]) ? float.NaN : c[row]); break;
            case FixedColumn<double> c: hash.Add(c[row] == 0 ? 0 : double.IsNaN(c[row]) ? double.NaN : c[row]); break;
            case ListColumn list:
                for (int i = 0; i < list.Lengths[row]; i++) hash.Add(Hash(type.Children[0], list.Elements, list.Starts[row] + i));
                break;
            case MapColumn map:
                int sum = 0;
                for (int i = map.Starts[row]; i < map.Starts[row] + map.Lengths[row]; i++)
                    sum += HashCode.Combine(Hash(type.Children[0], map.Keys, i), Hash(type.Children[1], map.Values, i));
                hash.Add(sum);
                break;
            case RowColumn nested:
                for (int i = 0; i < nested.Fields.Count; i++) hash.Add(Hash(type.Children[i], nested.Fields[i], row));
                break;
            default: throw new System.Diagnostics.UnreachableException($"A {column.GetType().Name} has no hash.");
        }
        return hash.ToHashCode();
    }
}

/// <summary>Whether two values of a type are equal.</summary>
internal delegate bool ValueEquality(DataType type, Column left, int leftRow, Column right, int rightRow);
