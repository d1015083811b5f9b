using System.Collections.Immutable;
using Leastwise.Catalog;
using Leastwise.Principals;
using Leastwise.Usage;

namespace Leastwise.Reporting.Reading;

/// <summary>Reads users and roles with their verdicts.</summary>
internal sealed class PrincipalReading
{
    private const string Place = "{action}";
    private readonly ActionCatalog catalog;
    private readonly ImmutableArray<Verdict> reasons;
    private readonly Dictionary<string, CatalogAction> strange = new(StringComparer.Ordinal);

    public PrincipalReading(ActionCatalog catalog, ReportElement reasons)
    {
        this.catalog = catalog;
        this.reasons = [.. reasons.Items.Select(Reason)];
    }

    public ImmutableArray<AssessedPrincipal> Read(ReportElement actors) => [.. actors.Items.Select(Principal)];

    private AssessedPrincipal Principal(ReportElement actor) => new()
    {
        Arn = actor["arn"].Text,
        Name = actor["name"].Text,
        Type = actor["type"].Text,
        AccountId = actor["account"].Text,
        Created = actor["created"].TimeOrNull,
        Events = actor["events"].Number,
        DeniedCalls = actor["deniedCalls"].Number,
        FirstUsed = actor["firstUsed"].TimeOrNull,
        LastUsed = actor["lastUsed"].TimeOrNull,
        Privileges = [.. actor["privileges"].Items.Select(Privilege)],
        Unresolved = EvidenceReading.Unresolved(actor["unresolvedEvents"]),
        Origins = [.. actor["origins"].Items.Select(Origin)],
        Policies = [.. actor["policies"].Items.Select(policy => new HeldPolicy(
            policy["name"].Text, policy["arn"].TextOrNull, policy["how"].Text, policy["managedByAws"].Flag, policy["viaGroup"].TextOrNull))],
        Trust = actor["trust"].TextOrNull,
        PermissionSet = actor["permissionSet"] is { IsNull: false } set ? new PermissionSet(set["name"].Text, set["arn"].Text) : null,
        Trim = PathsReading.Trim(actor["trim"]),
    };

    private static SessionTrace Origin(ReportElement origin) => new(
        origin["chain"].Texts is { IsEmpty: false } chain ? chain : throw origin["chain"].Wrong("a list of at least one name"),
        origin["kind"].Text,
        origin["note"].TextOrNull,
        origin["sessions"].Number,
        origin["events"].Number,
        origin["firstUsed"].TimeOrNull,
        origin["lastUsed"].TimeOrNull);

    private PrivilegeUsage Privilege(ReportElement privilege)
    {
        CatalogAction action = Action(privilege["action"]);
        return new PrivilegeUsage(action, privilege["verdict"].Text switch
        {
            "used" => new Verdict.Used(Evidence(privilege)),
            "ungranted" => new Verdict.Ungranted(Evidence(privilege), privilege["reason"].Text),
            "unused" or "unknown" => Named(ReasonOf(privilege["reasonNumber"]), action),
            _ => throw privilege["verdict"].Wrong("used, unused, unknown or ungranted"),
        });
    }

    private Verdict ReasonOf(ReportElement number) => number.Int < reasons.Length ? reasons[number.Int] : throw number.Wrong("the number of a reason");

    private static UseEvidence Evidence(ReportElement privilege) => new(
        privilege["count"].Number, privilege["firstUsed"].Time, privilege["lastUsed"].Time, privilege["regions"].Texts, privilege["events"].Texts, privilege["inferred"].Flag);

    private static Verdict Reason(ReportElement reason) => reason["verdict"].Text switch
    {
        "unused" => new Verdict.Unused(reason["reason"].Text),
        "unknown" => new Verdict.Unknown(reason["unknownReason"].Word<UnknownReason>(), reason["reason"].Text, reason["settle"].TextOrNull ?? ""),
        _ => throw reason["verdict"].Wrong("unused or unknown"),
    };

    /// <summary>The reason with the privilege's own name where the report leaves a place for it; shared as it is where there is none.</summary>
    private static Verdict Named(Verdict reason, CatalogAction action) => reason switch
    {
        Verdict.Unused(var because) when because.Contains(Place, StringComparison.Ordinal) => new Verdict.Unused(because.Replace(Place, action.FullName, StringComparison.Ordinal)),
        Verdict.Unknown(var kind, var because, var settle) when because.Contains(Place, StringComparison.Ordinal) || settle.Contains(Place, StringComparison.Ordinal) =>
            new Verdict.Unknown(kind, because.Replace(Place, action.FullName, StringComparison.Ordinal), settle.Replace(Place, action.FullName, StringComparison.Ordinal)),
        _ => reason,
    };

    private CatalogAction Action(ReportElement element)
    {
        string name = element.Text;
        if (catalog.Find(name) is { } known && known.FullName == name)
        {
            return known;
        }

        if (!strange.TryGetValue(name, out CatalogAction? action))
        {
            string[] parts = name.Split(':', 2);
            if (parts.Length != 2)
            {
                throw element.Wrong("an action as prefix:Action");
            }

            action = new CatalogAction
            {
                Id = -1,
                Prefix = parts[0],
                Name = parts[1],
                FullName = name,
                Levels = default,
                Resources = [],
                ConditionKeys = [],
                DependentActions = [],
                PermissionOnly = false,
            };
            strange.Add(name, action);
        }

        return action;
    }
}
