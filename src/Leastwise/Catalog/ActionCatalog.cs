using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Leastwise.Catalog.Knowledge;
using Leastwise.Catalog.Storage;
using Leastwise.Text;

namespace Leastwise.Catalog;

/// <summary>
/// All IAM actions with what is known of them. Immutable, safe for any number of threads; parts are unpacked when first asked for.
/// </summary>
public sealed class ActionCatalog
{
    // Policies repeat few patterns; a flood of different ones must not fill the memory.
    private const int MostCachedPatterns = 8192;
    private static readonly Lazy<ActionCatalog> Embedded = new(ReadEmbedded);

    private readonly CatalogFile file;
    private readonly NamePart names;
    private readonly Lazy<DetailPart> details;
    private readonly Lazy<CatalogKnowledge> knowledge;
    private readonly Lazy<ModelPart> models;
    private readonly Lazy<ImmutableArray<CatalogService>> services;
    private readonly CatalogAction?[] actions;
    private readonly ConcurrentDictionary<string, ActionSet> expanded = new(StringComparer.Ordinal);
    private int cachedPatterns;

    private ActionCatalog(CatalogFile file)
    {
        this.file = file;
        names = new NamePart(file.Unpack(CatalogFile.Part.Names));
        details = new Lazy<DetailPart>(() => new DetailPart(file.Unpack(CatalogFile.Part.Details)));
        knowledge = new Lazy<CatalogKnowledge>(() => new CatalogKnowledge(this, FactTables.Parse(file.Unpack(CatalogFile.Part.Facts))));
        models = new Lazy<ModelPart>(() => new ModelPart(file.Unpack(CatalogFile.Part.Models)));
        services = new Lazy<ImmutableArray<CatalogService>>(() => [.. Enumerable.Range(0, names.Prefixes.Length).Select(ServiceAt)]);
        actions = new CatalogAction?[names.Names.Length];
        Actions = new ActionList(this);
        All = ActionSet.AllOf(names.Names.Length);
    }

    /// <summary>The catalogue that the program carries, loaded on first use.</summary>
    public static ActionCatalog Default => Embedded.Value;

    /// <summary>The date of the source of actions, <c>yyyy-MM-dd</c>.</summary>
    public string Version => file.Version;

    /// <summary>What the catalogue was built from, with versions and hashes.</summary>
    public ImmutableArray<CatalogInput> Inputs => file.Inputs;

    /// <summary>Every action, by <see cref="CatalogAction.Id"/>.</summary>
    public IReadOnlyList<CatalogAction> Actions { get; }

    /// <summary>The set of all actions.</summary>
    public ActionSet All { get; }

    /// <summary>Every service, in the order of their actions.</summary>
    public IReadOnlyList<CatalogService> Services => services.Value;

    internal CatalogKnowledge Knowledge => knowledge.Value;

    internal NamePart Names => names;

    internal ModelPart Models => models.Value;

    /// <summary>Reads a catalogue from bytes that <c>catalog refresh</c> wrote. Throws <see cref="InvalidDataException"/> where they are none.</summary>
    public static ActionCatalog Read(byte[] bytes) => new(CatalogFile.Open(bytes));

    /// <summary>The action of that name, such as <c>s3:listbucket</c>, in any case; null where there is none.</summary>
    public CatalogAction? Find(string fullName)
    {
        int id = FindId(fullName);
        return id < 0 ? null : ActionAt(id);
    }

    /// <summary>The service of that prefix, in any case; null where there is none.</summary>
    public CatalogService? FindService(string prefix) =>
        System.Text.Ascii.IsValid(prefix) && names.FindService(prefix) is >= 0 and int service ? services.Value[service] : null;

    /// <summary>The actions that a pattern of a policy's Action element means. Empty where it means none of the catalogue.</summary>
    /// <remarks>
    /// <para>
    /// Documented ("IAM JSON policy elements: Action", AWS IAM User Guide): prefix and name are read without regard to case; <c>*</c> and
    /// <c>?</c> stand in the action name; <c>*</c> alone means every action of every service.
    /// </para>
    /// <para>
    /// Observed, not documented: IAM refuses to store a wildcard in the service part ("Action vendors must not contain wildcards") and more
    /// than one colon, but <c>*:*</c> is met in stored policies and means everything. Documents that AWS never checked can hold the others
    /// too. They are read as they stand, part by part, which never reads an Allow narrower than AWS could. A text without a colon, other
    /// than stars alone, or with two colons matches nothing, and a character outside ASCII matches only a wildcard, so no action.
    /// </para>
    /// </remarks>
    public ActionSet Expand(string pattern)
    {
        if (expanded.TryGetValue(pattern, out ActionSet? known))
        {
            return known;
        }

        ActionSet result = ExpandAfresh(pattern);
        if (cachedPatterns < MostCachedPatterns && expanded.TryAdd(pattern, result))
        {
            Interlocked.Increment(ref cachedPatterns);
        }

        return result;
    }

    /// <summary>The actions that hold any of the given levels.</summary>
    public ActionSet ByLevel(AccessLevels level) =>
        ActionSet.Of(Enumerable.Range(0, names.Flags.Length).Where(id => (names.Flags[id] & (int)level & NamePart.LevelBits) != 0));

    /// <summary>How CloudTrail records an exercise of this privilege: the best state over the operations that it stands for, with evidence.</summary>
    public Logging LoggingOf(CatalogAction action) => Knowledge.Logging.Of(action);

    /// <summary>The events that would prove this privilege, surest first; empty where none is known.</summary>
    public ImmutableArray<ProvingEvent> ProvenBy(CatalogAction action) => Knowledge.Proofs.Of(action);

    /// <summary>The same without those that only may have needed it; far quicker to find for many actions.</summary>
    public ImmutableArray<ProvingEvent> ProvenDirectlyBy(CatalogAction action) => Knowledge.Proofs.DirectOf(action);

    /// <summary>What the SDK's model says of an operation, <c>client.Operation</c> in any case; null where there is no model of it.</summary>
    public OperationModel? ModelOf(string operation)
    {
        int dot = operation.LastIndexOf('.');
        return dot > 0 ? Models.Find(operation[..dot], operation[(dot + 1)..]) : null;
    }

    /// <summary>What an evidence code, such as <c>SAR</c>, stands for; null where it is not one.</summary>
    public string? MeaningOf(string evidenceCode) => Knowledge.Evidence.MeaningOf(evidenceCode);

    internal int FindId(ReadOnlySpan<char> fullName)
    {
        int colon = fullName.IndexOf(':');
        if (colon < 0 || !System.Text.Ascii.IsValid(fullName))
        {
            return -1;
        }

        int service = names.FindService(fullName[..colon]);
        return service < 0 ? -1 : names.FindAction(service, fullName[(colon + 1)..]);
    }

    internal CatalogAction ActionAt(int id) =>
        Volatile.Read(ref actions[id]) is { } known ? known : Interlocked.CompareExchange(ref actions[id], ReadAction(id), null) ?? ActionAt(id);

    /// <summary>The dependent actions of an action.</summary>
    internal ImmutableArray<CatalogAction> DependentsOf(int id)
    {
        ReadOnlySpan<ushort> ids = details.Value.DependentsOf(id);
        if (ids.IsEmpty)
        {
            return [];
        }

        var dependents = new CatalogAction[ids.Length];
        for (int i = 0; i < dependents.Length; i++)
        {
            dependents[i] = ActionAt(ids[i]);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(dependents);
    }

    private static ActionCatalog ReadEmbedded()
    {
        using Stream stream = typeof(ActionCatalog).Assembly.GetManifestResourceStream("Leastwise.Catalog.catalog.bin")
            ?? throw new InvalidOperationException("The catalogue is missing from the assembly.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Read(bytes);
    }

    private ActionSet ExpandAfresh(string pattern)
    {
        if (WildcardPattern.MatchesEverything(pattern))
        {
            return All;
        }

        int colon = pattern.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !System.Text.Ascii.IsValid(pattern))
        {
            return ActionSet.Empty;
        }

        ReadOnlySpan<char> prefix = pattern.AsSpan(0, colon);
        ReadOnlySpan<char> name = pattern.AsSpan(colon + 1);
        List<int> ids = [];
        if (!WildcardPattern.HasWildcard(prefix))
        {
            int service = names.FindService(prefix);
            if (service >= 0)
            {
                names.Match(service, name, ids);
            }
        }
        else if (WildcardPattern.MatchesEverything(prefix) && WildcardPattern.MatchesEverything(name))
        {
            return All;
        }
        else
        {
            for (int service = 0; service < names.Prefixes.Length; service++)
            {
                if (WildcardPattern.IsMatch(prefix, names.Prefixes[service], ignoreCase: true))
                {
                    names.Match(service, name, ids);
                }
            }
        }

        return ActionSet.Of(ids);
    }

    private CatalogAction ReadAction(int id)
    {
        int service = names.ServiceOf(id);
        DetailPart detail = details.Value;
        ReadOnlySpan<ushort> dependents = detail.DependentsOf(id);
        string[] dependentNames = dependents.IsEmpty ? [] : new string[dependents.Length];
        for (int i = 0; i < dependentNames.Length; i++)
        {
            dependentNames[i] = $"{names.Prefixes[names.ServiceOf(dependents[i])]}:{names.Names[dependents[i]]}";
        }

        return new CatalogAction
        {
            Id = id,
            Prefix = names.Prefixes[service],
            Name = names.Names[id],
            FullName = $"{names.Prefixes[service]}:{names.Names[id]}",
            Levels = (AccessLevels)(names.Flags[id] & NamePart.LevelBits),
            PermissionOnly = (names.Flags[id] & NamePart.PermissionOnlyBit) != 0,
            Resources = detail.ResourcesOf(id, service),
            ConditionKeys = detail.KeysOf(id),
            DependentActions = ImmutableCollectionsMarshal.AsImmutableArray(dependentNames),
        };
    }

    private CatalogService ServiceAt(int service) => new()
    {
        Prefix = names.Prefixes[service],
        Name = names.ServiceNames[service],
        Actions = ActionSet.Of(Enumerable.Range(names.FirstAction[service], names.FirstAction[service + 1] - names.FirstAction[service])),
        ResourceTypes = details.Value.TypesOfService(service),
        ConditionKeys = details.Value.KeysOfService(service),
    };

    /// <summary>The actions as a list that makes each when it is first read.</summary>
    private sealed class ActionList(ActionCatalog catalog) : IReadOnlyList<CatalogAction>
    {
        public int Count => catalog.actions.Length;

        public CatalogAction this[int index] => catalog.ActionAt(index);

        public IEnumerator<CatalogAction> GetEnumerator()
        {
            for (int id = 0; id < Count; id++)
            {
                yield return this[id];
            }
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
