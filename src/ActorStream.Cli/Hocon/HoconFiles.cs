namespace ActorStream.Cli.Hocon;

/// <summary>
/// Where HOCON files come from: finds, reads and includes them. Names are resolved beside the file that includes them;
/// <paramref name="read"/> returns a file's text, or null where there is no such file.
/// </summary>
internal sealed class HoconFiles(Func<string, string?> read, HoconLimits limits)
{
    private readonly HashSet<string> _open = [];
    private int _count;

    public HoconLimits Limits { get; } = limits;

    /// <summary>Files of the file system.</summary>
    public static HoconFiles OnDisk(HoconLimits? limits = null)
    {
        limits ??= HoconLimits.Default;
        return new HoconFiles(path => ReadFromDisk(path, limits), limits);
    }

    /// <summary>Reads a file that must be there.</summary>
    public HoconTree Load(string file) =>
        TryLoad(file, [], 0) ?? throw new HoconException(new HoconPosition(file, 1, 1), "The file does not exist.");

    /// <summary>Reads the files that an include statement names: the file itself, or the name with .json and .conf behind it.</summary>
    public List<HoconTree> Include(string name, HoconPosition at, bool isRequired, string[] prefix, int depth)
    {
        string path = Path.IsPathRooted(name) ? name : Path.Combine(Path.GetDirectoryName(at.File) ?? "", name);
        string[] candidates = Path.GetExtension(name) is ".conf" or ".json" ? [path] : [path + ".json", path + ".conf", path];
        var trees = new List<HoconTree>();
        foreach (string candidate in candidates)
        {
            if (_open.Contains(Identity(candidate)))
            {
                throw new HoconException(at, $"File \"{name}\" includes itself, directly or through another file.");
            }
            if (TryLoad(candidate, prefix, depth, at) is { } tree) trees.Add(tree);
        }
        if (trees.Count == 0 && isRequired) throw new HoconException(at, $"Included file \"{name}\" does not exist.");
        return trees;
    }

    private HoconTree? TryLoad(string file, string[] prefix, int depth, HoconPosition? at = null)
    {
        if (read(file) is not { } text) return null;
        if (++_count > Limits.MaxFiles)
        {
            throw new HoconException(at ?? new HoconPosition(file, 1, 1), $"Expected at most {Limits.MaxFiles} files but got more.");
        }
        string identity = Identity(file);
        _open.Add(identity);
        try
        {
            return HoconParser.Parse(this, file, text, prefix, depth);
        }
        finally
        {
            _open.Remove(identity);
        }
    }

    private static string Identity(string file) => Path.GetFullPath(file);

    private static string? ReadFromDisk(string path, HoconLimits limits)
    {
        var info = new FileInfo(path);
        if (!info.Exists) return null;
        if (info.Length > limits.MaxSizeBytes)
        {
            throw new HoconException(new HoconPosition(path, 1, 1),
                $"Expected a file of at most {limits.MaxSizeBytes} bytes but got {info.Length}.");
        }
        return File.ReadAllText(path);
    }
}
