namespace ActorStream.Expressions;

/// <summary>All functions and operators by name. Names of functions are found without regard to case.</summary>
internal static partial class FunctionRegistry
{
    private static readonly Dictionary<string, ScalarFunction> Functions = Load();

    /// <summary>The function or operator of that name, or null.</summary>
    public static ScalarFunction? Find(string name) => Functions.GetValueOrDefault(name);

    /// <summary>Names of all functions in lower case, sorted, without operators: for SHOW FUNCTIONS and «did you mean».</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Functions.Keys.Where(n => char.IsLetter(n[0]) && !n.Contains(' ')).Select(n =>
            n.ToLowerInvariant()).Order(StringComparer.Ordinal)];

    /// <summary>Names of all functions and operators.</summary>
    public static IEnumerable<string> AllNames => Functions.Keys;

    private static Dictionary<string, ScalarFunction> Load()
    {
        var functions = new Dictionary<string, ScalarFunction>(StringComparer.OrdinalIgnoreCase);
        foreach (IEnumerable<(string Name, ScalarFunction Function)> group in Groups())
        {
            foreach ((string name, ScalarFunction function) in group) functions.Add(name, function);
        }
        return functions;
    }
}
