namespace ActorStream;

/// <summary>A named, typed field of a batch or row.</summary>
/// <param name="Name">The name, case-sensitive.</param>
/// <param name="Type">The type with its nullability.</param>
public sealed record Field(string Name, DataType Type);

/// <summary>The fields of a batch, in order. Names are unique only where the schema is a table's.</summary>
public sealed class Schema
{
    /// <summary>Creates a schema of these fields.</summary>
    public Schema(IReadOnlyList<Field> fields) => Fields = [.. fields];

    /// <summary>The fields, in order.</summary>
    public IReadOnlyList<Field> Fields { get; }

    /// <summary>How many fields there are.</summary>
    public int Count => Fields.Count;

    /// <summary>The field at an index.</summary>
    public Field this[int index] => Fields[index];

    /// <summary>The index of the first field of that name, or −1.</summary>
    public int IndexOf(string name)
    {
        for (int i = 0; i < Fields.Count; i++)
        {
            if (string.Equals(Fields[i].Name, name, StringComparison.Ordinal)) return i;
        }
        return -1;
    }

    /// <summary>The fields as the body of a ROW type.</summary>
    public override string ToString() => "(" + string.Join(", ", Fields.Select(f => $"{f.Name} {f.Type}")) + ")";
}
