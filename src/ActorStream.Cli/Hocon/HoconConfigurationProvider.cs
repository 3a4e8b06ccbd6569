using Microsoft.Extensions.Configuration;

namespace ActorStream.Cli.Hocon;

/// <summary>HOCON files as a source of configuration: later files override earlier ones, and substitutions see all of them.</summary>
internal sealed class HoconConfigurationSource : IConfigurationSource
{
    /// <summary>The files in rising order of precedence, and what reads them and what they include; null: the file system.</summary>
    public List<(string File, Func<string, string?>? Read)> Inputs { get; } = [];

    /// <summary>Bounds on what is read.</summary>
    public HoconLimits Limits { get; init; } = HoconLimits.Default;

    /// <summary>What a substitution falls back to.</summary>
    public Func<string, string?> EnvironmentVariable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Adds a text that is at hand, such as an embedded file.</summary>
    public HoconConfigurationSource AddText(string file, string text)
    {
        Inputs.Add((file, name => name == file ? text : null));
        return this;
    }

    /// <summary>Adds a file that something else than the file system holds, and its includes with it.</summary>
    public HoconConfigurationSource AddFile(string file, Func<string, string?> read)
    {
        Inputs.Add((file, read));
        return this;
    }

    /// <summary>Adds a file of the file system, which must exist when the configuration is built.</summary>
    public HoconConfigurationSource AddFile(string file)
    {
        Inputs.Add((file, null));
        return this;
    }

    public IConfigurationProvider Build(IConfigurationBuilder builder) => new HoconConfigurationProvider(this);
}

/// <summary>
/// HOCON as flat configuration keys: path elements and array indices are joined by colons. An empty object has the value null,
/// an empty array the empty text, as with JSON files.
/// </summary>
internal sealed class HoconConfigurationProvider(HoconConfigurationSource source) : ConfigurationProvider
{
    private readonly Dictionary<string, HoconPosition> _positions = new(StringComparer.OrdinalIgnoreCase);

    private readonly HashSet<string> _emptyObjects = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Where a key's value stands, if the key is there.</summary>
    public HoconPosition? PositionOf(string key) => _positions.TryGetValue(key, out HoconPosition position) ? position : null;

    /// <summary>The keys that have a value, be it null.</summary>
    public IEnumerable<string> Keys => Data.Keys;

    /// <summary>Whether an object without fields stands under a key.</summary>
    public bool IsEmptyObject(string key) => _emptyObjects.Contains(key);

    public override void Load()
    {
        var root = new HoconTree(new HoconPosition("", 1, 1));
        foreach ((string file, Func<string, string?>? read) in source.Inputs)
        {
            HoconFiles files = read is null ? HoconFiles.OnDisk(source.Limits) : new HoconFiles(read, source.Limits);
            root.Merge(files.Load(file));
        }
        Data = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        _positions.Clear();
        _emptyObjects.Clear();
        HoconTree resolved = new HoconResolver(root, source.EnvironmentVariable, source.Limits).Resolve();
        foreach ((string key, HoconField field) in resolved.Fields) Flatten(key, field.Layers[0]);
    }

    private void Flatten(string key, HoconNode node)
    {
        if (!_positions.TryAdd(key, node.Position))
        {
            throw new HoconException(node.Position, $"Key \"{key.Replace(':', '.')}\" is written in two ways that differ only in case.",
                $"The other stands at {_positions[key]}.");
        }
        switch (node)
        {
            case HoconTree { Fields.Count: > 0 } tree:
                foreach ((string name, HoconField field) in tree.Fields) Flatten(key + ":" + name, field.Layers[0]);
                break;
            case HoconList { Items.Count: > 0 } list:
                for (int i = 0; i < list.Items.Count; i++) Flatten(key + ":" + i, list.Items[i]);
                break;
            default:
                if (node is HoconTree) _emptyObjects.Add(key);
                Data[key] = node switch { HoconText text => text.Text, HoconList => "", _ => null };
                break;
        }
    }
}
