namespace ActorStream.Tests.Support;

/// <summary>The repository's files, for the tests that read them.</summary>
internal static class SourceTree
{
    private static readonly string[] Skipped =
        ["artifacts", "bin", "obj", ".git", ".vs", ".idea", "node_modules", "demo-data", ".actorstream"];

    /// <summary>The folder that holds ActorStream.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Files below a folder with one of these extensions, as paths relative to the root, with slashes.</summary>
    public static IEnumerable<string> Files(string folder, params string[] extensions)
    {
        var pending = new Stack<string>([Path.Combine(Root, folder)]);
        while (pending.TryPop(out string? directory))
        {
            if (!Directory.Exists(directory)) continue;
            foreach (string child in Directory.GetDirectories(directory))
            {
                if (!Skipped.Contains(Path.GetFileName(child))) pending.Push(child);
            }
            foreach (string file in Directory.GetFiles(directory))
            {
                if (extensions.Contains(Path.GetExtension(file))) yield return Path.GetRelativePath(Root, file).Replace('\\', '/');
            }
        }
    }

    public static string Text(string path) => File.ReadAllText(Path.Combine(Root, path));

    public static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ActorStream.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("No folder above the tests holds ActorStream.sln.");
    }
}
