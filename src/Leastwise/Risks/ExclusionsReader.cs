using System.Collections.Immutable;
using System.Globalization;
using Leastwise.Text;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Leastwise.Risks;

/// <summary>Reads exclusions files: Cloudsplaining's as they are, with our own list <c>exclusions</c> beside theirs.</summary>
public static class ExclusionsReader
{
    private static readonly string[] Lists = ["policies", "roles", "users", "groups", "include-actions", "exclude-actions", "known-accounts"];
    private static readonly string[] Asked = ["reason", "owner"];
    private static readonly string[] RuleKeys = ["principal", "policy", "action", "kind", "sid", "id", "account", "reason", "owner", "expires"];

    /// <summary>Reads the text of a file. Never throws for what it holds: an Error among the diagnostics says that it must not be used.</summary>
    /// <param name="yaml">The text.</param>
    /// <param name="file">Its name.</param>
    /// <param name="today">The day on which rules must hold.</param>
    public static Exclusions Read(string yaml, string file, DateOnly today)
    {
        var lists = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<string>>(StringComparer.Ordinal);
        var rules = ImmutableArray.CreateBuilder<ExclusionRule>();
        var problems = new DiagnosticCollector();
        var stream = new YamlStream();
        try
        {
            stream.Load(new StringReader(yaml));
        }
        catch (YamlException broken)
        {
            problems.Add(new(DiagnosticSeverity.Error, "The YAML is broken here; the file was not used.", new SourcePosition(file, (int)broken.Start.Line, (int)broken.Start.Column)));
            return new Exclusions { File = file, Diagnostics = problems.ToImmutable() };
        }

        YamlNode? root = stream.Documents.Count > 0 ? stream.Documents[0].RootNode : null;
        if (root is YamlMappingNode map)
        {
            foreach ((YamlNode key, YamlNode value) in map.Children)
            {
                string name = Scalar(key) ?? "";
                if (Lists.Contains(name))
                {
                    // An empty string or a bare dash is how Cloudsplaining's own starting file leaves a list empty.
                    lists[name] = Values(value, name, file, problems);
                }
                else if (name == "exclusions")
                {
                    ReadRules(value, file, today, rules, problems);
                }
                else
                {
                    Unknown(name, Lists.Append("exclusions"), At(key, file), problems);
                }
            }
        }
        else if (root is not (null or YamlScalarNode { Value: null or "" }))
        {
            problems.Add(new(DiagnosticSeverity.Error, "An exclusions file is a map of lists; see \"leastwise create-exclusions-file\".", At(root, file)));
        }

        return new Exclusions { File = file, Lists = lists.ToImmutable(), Rules = rules.ToImmutable(), Diagnostics = problems.ToImmutable() };
    }

    private static void ReadRules(YamlNode value, string file, DateOnly today, ImmutableArray<ExclusionRule>.Builder rules, DiagnosticCollector problems)
    {
        foreach (YamlNode item in value is YamlSequenceNode sequence ? sequence.Children : [])
        {
            if (item is not YamlMappingNode map)
            {
                problems.Add(new(DiagnosticSeverity.Error, "A rule of exclusions is a map with keys such as principal, policy and reason.", At(item, file)));
                continue;
            }

            ExclusionRule rule = ReadRule(map, file, problems);
            if (!rule.NamesSomething)
            {
                problems.Add(new(DiagnosticSeverity.Error, "The rule names nothing, so it would exclude everything; name a principal, policy, action, kind, sid, id or account.", rule.Position));
            }
            else if (rule.Expires < today)
            {
                problems.Add(new(DiagnosticSeverity.Warning, $"The rule expired on {rule.Expires:yyyy-MM-dd} and excludes nothing any more; renew it or take it out.", rule.Position));
            }
            else
            {
                rules.Add(rule);
            }
        }
    }

    private static ExclusionRule ReadRule(YamlMappingNode map, string file, DiagnosticCollector problems)
    {
        var lists = new Dictionary<string, ImmutableArray<string>>(StringComparer.Ordinal);
        foreach ((YamlNode key, YamlNode value) in map.Children)
        {
            string name = Scalar(key) ?? "";
            if (!RuleKeys.Contains(name))
            {
                Unknown(name, RuleKeys, At(key, file), problems);
                // A limit that is not understood must not widen the rule: it then names what nothing is called.
                lists["id"] = ["\n"];
                continue;
            }

            lists[name] = Values(value, name, file, problems);
        }

        ImmutableArray<string> Of(string name) => lists.TryGetValue(name, out ImmutableArray<string> values) ? values : [];
        string? One(string name) => Of(name) is [var only, ..] ? only : null;
        SourcePosition position = At(map, file);
        foreach (string missing in Asked.Where(name => One(name) is null))
        {
            problems.Add(new(DiagnosticSeverity.Warning, $"The rule has no {missing}; say one, so that somebody can judge it later.", position));
        }

        foreach (string kind in Of("kind").Where(pattern => !Risk.Kinds.Any(known => WildcardPattern.IsMatch(pattern, known.Kind, ignoreCase: true))))
        {
            problems.Add(new(DiagnosticSeverity.Warning, $"No kind of finding is called \"{kind}\".", position));
        }

        DateOnly? expires = null;
        if (One("expires") is { } day)
        {
            expires = DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) ? date : DateOnly.MinValue;
            if (expires == DateOnly.MinValue)
            {
                problems.Add(new(DiagnosticSeverity.Error, $"\"{day}\" is no day; write expires as 2026-12-31.", position));
            }
        }

        return new ExclusionRule
        {
            Principals = Of("principal"),
            Policies = Of("policy"),
            Actions = Of("action"),
            Kinds = Of("kind"),
            Sids = Of("sid"),
            Ids = Of("id"),
            Accounts = Of("account"),
            Reason = One("reason"),
            Owner = One("owner"),
            Expires = expires,
            Position = position,
        };
    }

    private static ImmutableArray<string> Values(YamlNode value, string key, string file, DiagnosticCollector problems)
    {
        IEnumerable<YamlNode> items = value is YamlSequenceNode sequence ? sequence.Children : [value];
        var values = ImmutableArray.CreateBuilder<string>();
        foreach (YamlNode item in items)
        {
            if (item is not YamlScalarNode scalar)
            {
                problems.Add(new(DiagnosticSeverity.Error, $"{key} is a list of names; this is none.", At(item, file)));
            }
            else if (!string.IsNullOrWhiteSpace(scalar.Value) && scalar is not { Style: ScalarStyle.Plain, Value: "null" or "~" })
            {
                values.Add(scalar.Value.Trim());
            }
        }

        return values.ToImmutable();
    }

    private static void Unknown(string name, IEnumerable<string> known, SourcePosition position, DiagnosticCollector problems)
    {
        string? nearest = NearestName.Find(name, known) is [string first, ..] ? first : null;
        problems.Add(new(DiagnosticSeverity.Error, $"\"{name}\" is no key of an exclusions file{(nearest is null ? "" : $"; did you mean {nearest}?")}.".Replace("?.", "?", StringComparison.Ordinal), position));
    }

    private static string? Scalar(YamlNode node) => (node as YamlScalarNode)?.Value;

    private static SourcePosition At(YamlNode node, string file) => new(file, (int)node.Start.Line, (int)node.Start.Column);
}
