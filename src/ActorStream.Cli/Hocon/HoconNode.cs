namespace ActorStream.Cli.Hocon;

/// <summary>A value as it stands in a file, or, once resolved, a value without substitutions.</summary>
internal abstract class HoconNode(HoconPosition position)
{
    public HoconPosition Position { get; } = position;

    /// <summary>What the value is, for error messages.</summary>
    public abstract string Kind { get; }
}

/// <summary>A string, number or boolean: HOCON keeps their text and lets the reader of the key decide.</summary>
internal sealed class HoconText(HoconPosition position, string text, bool isQuoted) : HoconNode(position)
{
    public string Text { get; } = text;

    public bool IsQuoted { get; } = isQuoted;

    public bool IsSpace => !IsQuoted && string.IsNullOrWhiteSpace(Text);

    public override string Kind => "a string";
}

/// <summary>The literal <c>null</c>.</summary>
internal sealed class HoconNull(HoconPosition position) : HoconNode(position)
{
    public override string Kind => "null";
}

/// <summary>An array.</summary>
internal sealed class HoconList(HoconPosition position, List<HoconNode> items) : HoconNode(position)
{
    public List<HoconNode> Items { get; } = items;

    public override string Kind => "an array";
}

/// <summary><c>${path}</c> or <c>${?path}</c>. The first elements of the path are the place at which the file was included.</summary>
internal sealed class HoconSubstitution(HoconPosition position, string[] path, int prefixLength, bool isOptional) : HoconNode(position)
{
    public string[] Path { get; } = path;

    public int PrefixLength { get; } = prefixLength;

    public bool IsOptional { get; } = isOptional;

    public string Written => string.Join('.', Path.AsSpan(PrefixLength)!);

    public override string Kind => "a substitution";
}

/// <summary>Values beside each other of which at least one is not plain text.</summary>
internal sealed class HoconConcatenation(HoconPosition position, List<HoconNode> parts) : HoconNode(position)
{
    public List<HoconNode> Parts { get; } = parts;

    public override string Kind => "a concatenation";
}

/// <summary>An object; its fields keep the order in which they first appeared.</summary>
internal sealed class HoconTree(HoconPosition position) : HoconNode(position)
{
    public OrderedDictionary<string, HoconField> Fields { get; } = [];

    public override string Kind => "an object";

    /// <summary>Puts a value at a path, over what is there already.</summary>
    public void Set(ReadOnlySpan<string> path, HoconNode value)
    {
        HoconTree tree = this;
        foreach (string element in path[..^1])
        {
            HoconField field = tree.FieldAt(element);
            if (field.Layers is not [.., HoconTree inner])
            {
                inner = new HoconTree(value.Position);
                field.Layers.Add(inner);
            }
            tree = inner;
        }
        tree.FieldAt(path[^1]).Add(value);
    }

    /// <summary>Puts every field of another object over the fields of this one.</summary>
    public void Merge(HoconTree other)
    {
        foreach ((string key, HoconField field) in other.Fields)
        {
            HoconField own = FieldAt(key);
            foreach (HoconNode layer in field.Layers) own.Add(layer);
        }
    }

    private HoconField FieldAt(string key)
    {
        if (!Fields.TryGetValue(key, out HoconField? field)) Fields.Add(key, field = new HoconField());
        return field;
    }
}

/// <summary>
/// The values that a key was given, oldest first. They stay apart until substitutions are resolved: an older value shows through
/// where a newer one is an object, is missing, or refers to the key itself.
/// </summary>
internal sealed class HoconField
{
    public List<HoconNode> Layers { get; } = [];

    public void Add(HoconNode value)
    {
        if (value is HoconTree newer && Layers is [.., HoconTree older]) older.Merge(newer);
        else Layers.Add(value is HoconTree tree ? Copy(tree) : value);
    }

    // Objects are merged into in place, so a field never shares one with the file it came from.
    private static HoconTree Copy(HoconTree tree)
    {
        var copy = new HoconTree(tree.Position);
        copy.Merge(tree);
        return copy;
    }
}
