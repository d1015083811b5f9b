using System.Collections.Immutable;
using Leastwise.Evaluation;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;
using Leastwise.Text;
using Leastwise.Trimming.Shaping;

namespace Leastwise.Trimming.Replaying;

/// <summary>
/// What is left of policies for one authorization: statements that apply for certain, without their conditions, and statements that hang on what the record does not
/// tell. Statements that hang on the same, in today's policies and in the proposed ones, share an unknown, so that both can be decided for each way it can turn out.
/// </summary>
internal sealed class Reduction(AccessRequest request, Asked asked, ImmutableArray<ActionType> types)
{
    private const string Prefix = "leastwise:unknown";

    private readonly Dictionary<string, (string Key, MissingKeys? Missing)> unknowns = new(StringComparer.Ordinal);

    /// <summary>The unknowns so far.</summary>
    public int Unknowns => unknowns.Count;

    /// <summary>The request with each unknown as one way has it.</summary>
    /// <param name="way">A bit for each unknown, in the order in which they were met.</param>
    public AccessRequest RequestOf(int way)
    {
        RequestContext context = RequestContext.Empty;
        int bit = 0;
        foreach ((string key, _) in unknowns.Values)
        {
            context = context.With(key, (way >> bit++ & 1) == 1 ? "true" : "false");
        }

        return request with { Context = context };
    }

    /// <summary>What would settle the unknowns, in ordinal order.</summary>
    public ImmutableArray<string> Missing()
    {
        var keys = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach ((_, MissingKeys? missing) in unknowns.Values)
        {
            MissingKeys.AddTo(keys, missing);
        }

        return [.. keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>The policies, reduced.</summary>
    public PreparedPolicies Reduce(PreparedPolicies prepared)
    {
        ActionStatements named = prepared.Of(asked.Name);
        PolicySet today = prepared.Policies;
        return new PreparedPolicies(today with
        {
            Identity = Reduce(today.Identity, named.Identity),
            Boundaries = Reduce(today.Boundaries, named.Boundary),
            ServiceControl = [.. today.ServiceControl.Select((level, index) => Reduce(level, named.ServiceControl[index]))],
            ResourceControl = today.ResourceControl.IsEmpty ? [] : [.. today.ResourceControl.Select(level => Reduce(level, named.ResourceControl))],
            Resource = today.Resource is { } policy ? Reduce([policy], named.Resource)[0] : null,
        });
    }

    private ImmutableArray<NamedPolicy> Reduce(ImmutableArray<NamedPolicy> policies, ImmutableArray<PreparedStatement> statements)
    {
        ILookup<object, PreparedStatement> byPolicy = statements.ToLookup<PreparedStatement, object>(one => one.Source.Policy, ReferenceEqualityComparer.Instance);
        return [.. policies.Select(policy => policy with
        {
            Document = policy.Document with { Statements = [.. byPolicy[policy].Select(Reduce).OfType<Statement>()] },
        })];
    }

    private Statement? Reduce(PreparedStatement prepared)
    {
        Statement statement = prepared.Statement;
        (Answer resource, Answer all) = Match(prepared);
        if (all.IsFalse)
        {
            return null;
        }

        Statement applying = statement with { Conditions = [], Resources = statement.Resources is null ? null : new ResourceElement(false, ["*"]) };
        return all.IsTrue ? applying : applying with { Conditions = [new Condition("StringEquals", Unknown(prepared, resource, all), ["true"], statement.Position)] };
    }

    private (Answer Resource, Answer All) Match(PreparedStatement prepared)
    {
        if (asked.Extent == ResourceExtent.Exact)
        {
            // Whatever the variables stand for, a pattern of another shape does not take the resource in.
            if (Relevant(prepared.Statement.Resources) is { Not: false, Patterns.IsEmpty: true })
            {
                return (Answer.No, Answer.No);
            }

            Answer whole = prepared.Match(request);
            bool hangs = prepared.Statement.Resources?.Patterns.Any(pattern => pattern.Contains("${", StringComparison.Ordinal)) == true;
            return (hangs ? whole : Answer.Yes, whole);
        }

        Answer resource = Relation(prepared.Statement.Resources);
        if (resource.IsFalse || prepared.Statement.Conditions.IsEmpty)
        {
            return (resource, resource);
        }

        var conditions = new PreparedStatement(prepared.Source.Layer, prepared.Source.Policy, prepared.Statement with { Resources = null });
        return (resource, resource.And(conditions.Match(request)));
    }

    /// <summary>Whether the element names what the call worked on, where only a pattern or a type of it is known.</summary>
    private Answer Relation(ResourceElement? element)
    {
        if (element is null)
        {
            return Answer.Yes;
        }

        var reach = new ResourceReach(element);
        if (reach.IsEverything)
        {
            return Answer.Yes;
        }

        var open = Answer.Open($"the {TypeNames()} that was asked for");
        if (asked.Extent == ResourceExtent.Unknown)
        {
            ImmutableArray<ActionType> possible = asked.Type is { } one ? [one] : types;
            bool star = asked.Type is null && types.All(type => !type.Required);
            return possible.All(type => reach.Covers(type.Reach)) && (!star || reach.CoversStar) ? Answer.Yes
                : possible.Any(type => reach.Overlaps(type.Reach)) || (star && reach.IncludesStar) ? open
                : Answer.No;
        }

        bool covers = element.Patterns.Any(pattern => !pattern.Contains("${", StringComparison.Ordinal) && WildcardPattern.Covers(pattern, asked.Resource, ignoreCase: false));
        bool meets = element.Patterns.Any(Meets);
        return element.Not ? (covers ? Answer.No : meets ? open : Answer.Yes) : covers ? Answer.Yes : meets ? open : Answer.No;
    }

    private bool Meets(string pattern) => WildcardPattern.Overlaps(WithoutVariables(pattern), asked.Resource, ignoreCase: false)
        || WildcardPattern.Overlaps(WithoutVariables(pattern), AuthorisedNames.WithoutStreamsOf(asked.Resource), ignoreCase: false);

    /// <summary>The element without patterns that cannot take in what the call worked on, so that those that hang on the same are seen to.</summary>
    private ResourceElement? Relevant(ResourceElement? element) => element is not { Not: false } ? element : element with
    {
        Patterns = asked.Extent switch
        {
            ResourceExtent.Exact => [.. element.Patterns.Where(pattern => WildcardPattern.IsMatch(WithoutVariables(pattern), asked.Resource, ignoreCase: false))],
            ResourceExtent.Pattern => [.. element.Patterns.Where(Meets)],
            _ => element.Patterns,
        },
    };

    private string TypeNames() => string.Join(" or ", (asked.Type is { } one ? [one] : types).Select(type => type.Name).Distinct(StringComparer.Ordinal));

    private string Unknown(PreparedStatement prepared, Answer resource, Answer all)
    {
        Statement statement = prepared.Statement;
        // A condition that certainly holds tells two statements apart in nothing.
        ImmutableArray<Condition> open = [.. statement.Conditions.Where(condition =>
            !new PreparedStatement(prepared.Source.Layer, prepared.Source.Policy, statement with { Resources = null, Conditions = [condition] }).Match(request).IsTrue)];
        string what = (resource.IsTrue ? "" : Documents.KeyOf(Relevant(statement.Resources))) + "\u001d" + Documents.KeyOf(open);
        string version = what.Contains("${", StringComparison.Ordinal) ? prepared.Source.Policy.Document.Version : "";
        if (!unknowns.TryGetValue(version + what, out (string Key, MissingKeys? Missing) known))
        {
            unknowns.Add(version + what, known = ($"{Prefix}{unknowns.Count}", all.Missing));
        }

        return known.Key;
    }

    /// <summary>A policy variable may stand for anything.</summary>
    internal static string WithoutVariables(string pattern)
    {
        for (int start = pattern.IndexOf("${", StringComparison.Ordinal); start >= 0; start = pattern.IndexOf("${", StringComparison.Ordinal))
        {
            int end = pattern.IndexOf('}', start);
            if (end < 0)
            {
                return pattern;
            }

            pattern = string.Concat(pattern.AsSpan(0, start), "*", pattern.AsSpan(end + 1));
        }

        return pattern;
    }
}
