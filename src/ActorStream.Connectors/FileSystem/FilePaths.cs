namespace ActorStream.Connectors.FileSystem;

/// <summary>Paths as options give them: plain ones, <c>file:/…</c> and <c>file:///…</c>.</summary>
internal static class FilePaths
{
    /// <summary>The local path, absolute.</summary>
    /// <exception cref="ActorStreamException">It names another file system.</exception>
    public static string Parse(TableOptions options, string key, string text)
    {
        if (text.Length == 0) throw options.Wrong(key, "a path", text);
        int scheme = text.IndexOf(':', StringComparison.Ordinal);
        if (scheme <= 1 || text.AsSpan(0, scheme).ContainsAny('/', '\\')) return Path.GetFullPath(text);
        if (!text.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
            throw options.Wrong(key, "a local path or a file:// address", text);
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || !uri.IsFile || uri.Host.Length > 0)
            throw options.Wrong(key, "a file:// address without a host, such as 'file:///data'", text);
        return Path.GetFullPath(uri.LocalPath);
    }

    /// <summary>Whether readers leave it alone: unfinished parts and marker files.</summary>
    public static bool IsHidden(string name) => name.StartsWith('.') || name.StartsWith('_');
}
