using System.Runtime.InteropServices;

namespace ActorStream.Cli.Hocon;

/// <summary>
/// Replaces substitutions by what they refer to, and merges the layers of each key. A substitution that comes back to itself looks
/// at the older values of the key; where there is none, the cycle is an error.
/// </summary>
internal sealed class HoconResolver(HoconTree root, Func<string, string?> environment, HoconLimits limits)
{
    private const int MaxNesting = 500;
    private readonly HashSet<HoconSubstitution> _active = [];
    private int _nesting;
    private int _steps;

    /// <summary>The root without substitutions: each field has one layer, a text, null, a list or an object.</summary>
    public HoconTree Resolve() => ResolveTree(root);

    private HoconNode? ResolveNode(HoconNode node)
    {
        if (++_steps > limits.MaxSteps)
        {
            throw new HoconException(node.Position, $"Expected at most {limits.MaxSteps} values after all substitutions but got more.");
        }
        if (++_nesting > MaxNesting) throw TooDeep(node);
        HoconNode? value = node switch
        {
            HoconTree tree => ResolveTree(tree),
            HoconList list => ResolveList(list),
            HoconSubstitution substitution => ResolveSubstitution(substitution),
            HoconConcatenation concatenation => ResolveConcatenation(concatenation),
            _ => node,
        };
        _nesting--;
        return value;
    }

    private HoconTree ResolveTree(HoconTree tree)
    {
        var resolved = new HoconTree(tree.Position);
        foreach ((string key, HoconField field) in tree.Fields)
        {
            Found found = ResolveLayers(CollectionsMarshal.AsSpan(field.Layers));
            if (found.Cycle is { } cycle && found.Value is null) throw CycleAt(cycle);
            if (found.Value is { } value) resolved.Set([key], value);
        }
        return resolved;
    }

    private HoconList ResolveList(HoconList list)
    {
        var items = new List<HoconNode>(list.Items.Count);
        foreach (HoconNode item in list.Items)
        {
            if (ResolveNode(item) is { } value) items.Add(value);
        }
        return new HoconList(list.Position, items);
    }

    private Found ResolveLayers(ReadOnlySpan<HoconNode> layers)
    {
        HoconSubstitution? cycle = null;
        for (int i = layers.Length - 1; i >= 0; i--)
        {
            if (ActiveIn(layers[i]) is { } active)
            {
                if (!active.IsOptional) cycle ??= active;
                continue;
            }
            HoconNode? value = ResolveNode(layers[i]);
            if (value is null) continue;
            return new Found(value is HoconTree upper && i > 0 ? Over(ResolveLayers(layers[..i]).Value, upper) : value);
        }
        return new Found(null, cycle);
    }

    private HoconNode? ResolveSubstitution(HoconSubstitution substitution)
    {
        _active.Add(substitution);
        Found found = Find(root, substitution.Path);
        HoconSubstitution? cycle = found.Cycle;
        if (found.Value is null && substitution.PrefixLength > 0)
        {
            found = Find(root, substitution.Path.AsSpan(substitution.PrefixLength));
            cycle ??= found.Cycle;
        }
        _active.Remove(substitution);
        if (found.Value is { } value) return value;
        if (environment(substitution.Written) is { } text) return new HoconText(substitution.Position, text, isQuoted: true);
        if (substitution.IsOptional) return null;
        throw cycle is not null
            ? CycleAt(substitution)
            : new HoconException(substitution.Position,
                $"Key \"{substitution.Written}\" was found neither in the files nor in the environment.",
                $"Write ${{?{substitution.Written}}} if it may be missing.");
    }

    private Found Find(HoconTree tree, ReadOnlySpan<string> path) =>
        tree.Fields.TryGetValue(path[0], out HoconField? field)
            ? FindInLayers(CollectionsMarshal.AsSpan(field.Layers), path[1..])
            : default;

    private Found FindInLayers(ReadOnlySpan<HoconNode> layers, ReadOnlySpan<string> path)
    {
        if (path.IsEmpty) return ResolveLayers(layers);
        HoconSubstitution? cycle = null;
        for (int i = layers.Length - 1; i >= 0; i--)
        {
            if (layers[i] is HoconText { IsSpace: true }) continue;
            if (ActiveIn(layers[i]) is { } active)
            {
                if (!active.IsOptional) cycle ??= active;
                continue;
            }
            Found found = FindInNode(layers[i], path, out bool hidesOlder);
            if (found.Value is HoconTree upper && i > 0) return new Found(Over(FindInLayers(layers[..i], path).Value, upper));
            if (found.Value is not null || hidesOlder) return found;
            cycle ??= found.Cycle;
        }
        return new Found(null, cycle);
    }

    private Found FindInNode(HoconNode node, ReadOnlySpan<string> path, out bool hidesOlder)
    {
        hidesOlder = false;
        switch (node)
        {
            case HoconTree tree:
                return Find(tree, path);
            case HoconConcatenation concatenation:
                return FindInLayers(CollectionsMarshal.AsSpan(concatenation.Parts), path);
            case HoconSubstitution substitution:
                if (++_nesting > MaxNesting) throw TooDeep(node);
                _active.Add(substitution);
                Found found = Find(root, [.. substitution.Path, .. path]);
                if (found.Value is null && substitution.PrefixLength > 0)
                {
                    found = Find(root, [.. substitution.Path.AsSpan(substitution.PrefixLength), .. path]);
                }
                _active.Remove(substitution);
                _nesting--;
                // A path that goes on through a string or an array ends there: older objects below it are hidden.
                hidesOlder = found.Value is null && found.Cycle is null && ResolveNode(substitution) is { } whole and not HoconTree;
                return found;
            default:
                hidesOlder = true;
                return default;
        }
    }

    private HoconNode? ResolveConcatenation(HoconConcatenation concatenation)
    {
        var values = new List<HoconNode>();
        foreach (HoconNode part in concatenation.Parts)
        {
            if (ResolveNode(part) is { } value) values.Add(value);
        }
        HoconNode? first = values.Find(static v => v is not HoconText { IsSpace: true });
        if (first is null) return null;
        if (!values.Exists(static v => v is HoconTree or HoconList)) return Join(concatenation, values);
        values.RemoveAll(static v => v is HoconText { IsSpace: true });
        foreach (HoconNode value in values)
        {
            if (value.GetType() == first.GetType()) continue;
            throw new HoconException(concatenation.Position, $"Expected {first.Kind} beside {first.Kind} but got {value.Kind}.");
        }
        return first is HoconList
            ? new HoconList(first.Position, [.. values.SelectMany(static v => ((HoconList)v).Items)])
            : values.Aggregate(static (lower, upper) => Over(lower, (HoconTree)upper));
    }

    private HoconText Join(HoconConcatenation concatenation, List<HoconNode> values)
    {
        string text = string.Concat(values.Select(static v => v is HoconText t ? t.Text : "null"));
        if (text.Length > limits.MaxStringLength)
        {
            throw new HoconException(concatenation.Position,
                $"Expected a string of at most {limits.MaxStringLength} characters but got {text.Length}.");
        }
        return new HoconText(concatenation.Position, text, isQuoted: true);
    }

    /// <summary>The substitution under way that a value waits for, if any. What stands inside an object does not count.</summary>
    private HoconSubstitution? ActiveIn(HoconNode node)
    {
        if (_active.Count == 0) return null;
        return node switch
        {
            HoconSubstitution substitution => _active.Contains(substitution) ? substitution : null,
            HoconConcatenation concatenation => ActiveInAny(concatenation.Parts),
            HoconList list => ActiveInAny(list.Items),
            _ => null,
        };
    }

    private HoconSubstitution? ActiveInAny(List<HoconNode> nodes)
    {
        foreach (HoconNode node in nodes)
        {
            if (ActiveIn(node) is { } active) return active;
        }
        return null;
    }

    private static HoconTree Over(HoconNode? lower, HoconTree upper)
    {
        if (lower is not HoconTree lowerTree) return upper;
        var merged = new HoconTree(lowerTree.Position);
        foreach ((string key, HoconField field) in lowerTree.Fields) merged.Set([key], field.Layers[0]);
        foreach ((string key, HoconField field) in upper.Fields)
        {
            HoconNode value = field.Layers[0];
            if (value is HoconTree newer && merged.Fields.TryGetValue(key, out HoconField? older)) value = Over(older.Layers[0], newer);
            merged.Fields[key] = new HoconField { Layers = { value } };
        }
        return merged;
    }

    private static HoconException TooDeep(HoconNode node) =>
        new(node.Position, $"Expected at most {MaxNesting} levels of substitutions, objects and arrays but got more.");

    private static HoconException CycleAt(HoconSubstitution substitution) =>
        new(substitution.Position, $"Substitution \"${{{substitution.Written}}}\" refers to itself, directly or through other keys.");

    /// <summary>A value, or none, and then perhaps because of a cycle.</summary>
    private readonly record struct Found(HoconNode? Value, HoconSubstitution? Cycle = null);
}
