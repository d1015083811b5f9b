using FsCheck;
using FsCheck.Fluent;
using Leastwise.Catalog;
using Leastwise.Evaluation;
using Leastwise.Evaluation.Decisions;
using Leastwise.Policies;
using Leastwise.Principals;

namespace Leastwise.Tests.Evaluation;

/// <summary>
/// Grants and decisions are two ways to the same truth: sets computed without any request, and one request at a time. Neither knows the other.
/// </summary>
public sealed class GrantsAgreeWithDecisionsTests
{
    // LEASTWISE_ROUNDS=20000 runs it long, with seeds of its own.
    private static readonly int? AskedRounds = int.TryParse(Environment.GetEnvironmentVariable("LEASTWISE_ROUNDS"), out int asked) ? asked : null;
    private static readonly Config Fixed = AskedRounds is { } rounds
        ? Config.QuickThrowOnFailure.WithMaxTest(rounds)
        : Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(20260926, 7919);
    private static readonly GrantCalculator Calculator = new(ActionCatalog.Default);

    /// <summary>Requests that can be: actions with resources of their own types.</summary>
    private static readonly (string Action, string Resource)[] Requests =
    [
        ("s3:GetObject", "arn:aws:s3:::a/b/c"), ("s3:GetObject", "arn:aws:s3:::a/x"), ("s3:GetObject", "arn:aws:s3:::other/home/app"),
        ("s3:GetObject", "arn:aws:s3:eu-central-1:111111111111:accesspoint/p/object/k"),
        ("s3:PutObject", "arn:aws:s3:::a/b/c"), ("s3:ListBucket", "arn:aws:s3:::a"), ("s3:ListBucket", "arn:aws:s3:::other"),
        ("s3:ListAllMyBuckets", "*"), ("iam:PassRole", "arn:aws:iam::111111111111:role/x1"), ("iam:PassRole", "arn:aws:iam::111111111111:role/team/y"),
        ("iam:CreateUser", "arn:aws:iam::111111111111:user/x1"), ("dynamodb:GetItem", "arn:aws:dynamodb:eu-central-1:111111111111:table/t"),
        ("dynamodb:ListTables", "*"), ("ec2:DescribeInstances", "*"), ("lambda:InvokeFunction", "arn:aws:lambda:eu-central-1:111111111111:function:f"),
        ("lambda:InvokeFunction", "arn:aws:lambda:us-east-1:111111111111:function:g"), ("organizations:LeaveOrganization", "*"),
        ("sqs:SendMessage", "arn:aws:sqs:eu-central-1:111111111111:q1"), ("sqs:SendMessage", "arn:aws:sqs:us-east-1:222222222222:q2"), ("kms:RetireGrant", "arn:aws:kms:eu-central-1:111111111111:key/k"),
        ("secretsmanager:GetSecretValue", "arn:aws:secretsmanager:eu-central-1:111111111111:secret:app/db-abcdef"), ("iam:ListUsers", "arn:aws:iam::111111111111:user/"), ("s3:ListAllMyBuckets", "arn:aws:s3:::*"),
    ];

    private static readonly string[] ActionElements =
    [
        "\"Action\":\"s3:Get*\"", "\"Action\":\"s3:*\"", "\"Action\":[\"s3:*\",\"iam:*\"]", "\"Action\":[\"s3:GetObject\",\"iam:PassRole\"]", "\"Action\":\"S3:*object\"", "\"Action\":[\"lambda:*\",\"dynamodb:?etItem\"]",
        "\"Action\":[\"sqs:*\",\"secretsmanager:Get*\",\"kms:*\"]", "\"Action\":\"*\"", "\"NotAction\":[\"*:Get*\",\"sqs:Send*\"]", "\"NotAction\":\"iam:*\"", "\"NotAction\":[\"s3:Get*\",\"organizations:*\"]", "\"Action\":\"ec2:Describe*\"",
    ];

    private static readonly string[] ResourceElements =
    [
        "\"Resource\":\"*\"", "\"Resource\":\"arn:aws:s3:::a/b*\"", "\"Resource\":\"arn:aws:s3:::*/c\"", "\"Resource\":\"arn:aws:s3:::?/*\"", "\"Resource\":\"arn:aws:s3:::a/*\"", "\"Resource\":[\"arn:aws:s3:::a\",\"arn:aws:s3:::a/b/*\"]", "\"Resource\":\"arn:aws:s3:::*\"",
        "\"Resource\":[\"arn:aws:s3:::*\",\"arn:aws:s3:*:*:accesspoint/*\"]", "\"NotResource\":\"arn:aws:s3:::a/*\"", "\"NotResource\":[\"arn:aws:iam::*:role/*\",\"arn:aws:s3:::a*\"]", "\"NotResource\":\"*\"",
        "\"Resource\":\"arn:aws:iam::111111111111:role/x*\"", "\"Resource\":\"arn:aws:dynamodb:*:*:table/*\"", "\"Resource\":\"arn:aws:lambda:eu-*:*:function:?\"",
        "\"Resource\":\"arn:aws:s3:::other/home/${aws:PrincipalTag/team}\"", "\"NotResource\":\"arn:aws:s3:::other/home/${aws:PrincipalTag/team}\"", "\"Resource\":\"arn:aws:*:*:*:*\"",
        "\"Resource\":\"arn:aws:sqs:*:111111111111:*\"", "\"Resource\":\"arn:aws:sqs:eu-central-1:111111111111:q?\"", "\"Resource\":[\"arn:aws:sqs:eu-central-1:111111111111:q1\",\"arn:aws:secretsmanager:eu-central-1:111111111111:secret:app/*\"]",
        "\"NotResource\":\"arn:aws:sqs:*:*:q1\"", "\"NotResource\":[\"arn:aws:s3:::a/b*\",\"arn:aws:s3:::a\"]", "\"NotResource\":\"arn:aws:s3:::*/c\"", "\"NotResource\":\"arn:aws:*:*:111111111111:*\"",
        "\"Resource\":\"arn:aws:s3:::${aws:PrincipalTag/team, 'a'}/*\"", "\"NotResource\":\"arn:aws:s3:::${aws:PrincipalTag/team, 'a'}/*\"",
        "\"Resource\":\"arn:aws:iam::111111111111:user/*\"", "\"Resource\":\"arn:aws:kms:*:*:key/*\"",
    ];

    private static readonly string[] Conditions =
    [
        "", "", "", ",\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"true\"}}", ",\"Condition\":{\"StringNotEquals\":{\"aws:RequestedRegion\":\"eu-central-1\"}}",
        ",\"Condition\":{\"Null\":{\"aws:PrincipalTag/team\":\"true\"}}", ",\"Condition\":{\"StringLike\":{\"aws:PrincipalTag/team\":[\"a*\",\"${aws:RequestedRegion}\"]}}",
        ",\"Condition\":{\"StringNotEquals\":{\"aws:RequestedRegion\":\"${aws:PrincipalTag/team}\"},\"BoolIfExists\":{\"aws:SecureTransport\":\"true\"}}",
        ",\"Condition\":{\"ArnNotLike\":{\"aws:PrincipalArn\":\"arn:aws:iam::*:role/app\"}}", ",\"Condition\":{\"ForAllValues:StringEquals\":{\"aws:PrincipalTag/team\":\"app\"}}",
    ];

    private static readonly Gen<RequestContext> Contexts =
        from secure in Gen.Elements(null, "true", "false")
        from region in Gen.Elements(null, "eu-central-1", "us-east-1")
        from team in Gen.Elements(null, "app", "red", "*")
        select Context(("aws:SecureTransport", secure), ("aws:RequestedRegion", region), ("aws:PrincipalTag/team", team));

    private static readonly Gen<Layers> AllLayers =
        from identity in Documents().NonEmptyListOf()
        from boundary in Gen.Frequency((2, Gen.Constant<string?>(null)), (1, Documents().Select(document => (string?)document)))
        from scps in Gen.Frequency((2, Gen.Constant<string[][]>([])), (1, Documents().ArrayOf(2).ArrayOf(2)))
        from rcps in Gen.Frequency((2, Gen.Constant<string[]>([])), (1, Documents("Deny", ",\"Principal\":\"*\"").ArrayOf(1)), (1, Documents("Deny", ",\"NotPrincipal\":{\"AWS\":[\"arn:aws:iam::111111111111:role/app\",\"111111111111\"]}").ArrayOf(1)))
        from session in Gen.Frequency((3, Gen.Constant<string[]>([])), (1, Documents().ArrayOf(1)), (1, Documents().ArrayOf(2)))
        select new Layers([.. identity.Take(3)], boundary, scps, rcps, session);

    [Fact]
    public void What_is_allowed_is_granted_and_what_is_unrestricted_is_allowed()
    {
        Prop.ForAll(AllLayers.ToArbitrary(), Contexts.ToArbitrary(), (layers, context) =>
        {
            IamRole role = Made.Role(layers.Identity, layers.Boundary);
            OrganizationSnapshot organization = Made.Organization(layers.ServiceControl, management: false, [layers.ResourceControl]);
            System.Collections.Immutable.ImmutableArray<NamedPolicy> session = [.. layers.Session.Select(json => Made.Policy(json, "session"))];
            PrincipalGrants grants = Calculator.GrantsOf(role, Made.AccountOf(role), organization, session);
            var policies = new PolicySet
            {
                Identity = role.AttachedPolicies,
                Boundaries = role.Boundary?.Policy is { } boundary ? [boundary] : [],
                ServiceControl = organization.LevelsOf(Made.Account),
                ResourceControl = organization.ResourceLevelsOf(Made.Account),
                Sessions = session,
            };
            foreach ((string action, string resource) in Requests)
            {
                CatalogAction known = ActionCatalog.Default.Find(action)!;
                bool isOwn = !resource.Contains(":222222222222:", StringComparison.Ordinal);
                // Another account's resources are under other resource control policies, and its own policies must allow: then everyone is let in.
                Decision decision = Decide(action, resource, context, isOwn ? policies : policies with { ResourceControl = [], Resource = Everyone });
                Grant? grant = grants[known];
                if (decision.Kind == DecisionKind.Allowed)
                {
                    grant.ShouldNotBeNull($"{action} on {resource} is allowed, so it is granted: {layers}");
                    grants.PatternsOf(grant).ShouldContain(pattern => pattern.Meets(resource), $"{action} on {resource} is left after every subtraction: {layers}");
                    decision.Statements.ShouldContain(deciding => deciding.Layer == DecisionLayer.Resource || grant.Allows.Any(allow => ReferenceEquals(allow.Statement, deciding.Statement)), $"{action} on {resource}: {layers}");
                }
                else
                {
                    grants.Unrestricted.Contains(known.Id).ShouldBeFalse($"{action} on {resource} is {decision.Kind}, so it is not unrestricted: {layers}");
                }

                if (decision.Kind == DecisionKind.ExplicitDeny && grant is not null)
                {
                    decision.Statements.ShouldContain(deciding => grant.Denies.Any(deny => ReferenceEquals(deny.Statement, deciding.Statement)) || !Gives(grant, resource, context), $"{action} on {resource}: {layers}");
                }
            }
        }).Check(Fixed);
    }

    [Fact]
    public void What_is_decided_without_knowing_the_context_is_decided_so_in_every_context()
    {
        Prop.ForAll(AllLayers.ToArbitrary(), Contexts.ToArbitrary(), (layers, context) =>
        {
            PolicySet policies = SetOf(layers);
            foreach ((string action, string resource) in Requests)
            {
                Decision open = Decide(action, resource, RequestContext.Empty with { IsOpen = true }, policies);
                Decision closed = Decide(action, resource, context, policies);
                if (open.Kind == DecisionKind.Undetermined)
                {
                    open.MissingContext.ShouldNotBeEmpty();
                }
                else
                {
                    (open.Kind == DecisionKind.Allowed).ShouldBe(closed.Kind == DecisionKind.Allowed, $"{action} on {resource}: {layers}");
                }
            }
        }).Check(Fixed);
    }

    [Fact]
    public void Adding_a_Deny_never_allows_and_adding_an_Allow_never_denies()
    {
        Prop.ForAll(AllLayers.ToArbitrary(), Documents("Deny").ToArbitrary(), Documents("Allow").ToArbitrary(), (layers, deny, allow) =>
        {
            RequestContext context = Context(("aws:SecureTransport", "true"));
            foreach ((string action, string resource) in Requests)
            {
                DecisionKind before = Decide(action, resource, context, SetOf(layers)).Kind;
                DecisionKind denied = Decide(action, resource, context, SetOf(layers with { Identity = [.. layers.Identity, deny] })).Kind;
                DecisionKind allowed = Decide(action, resource, context, SetOf(layers with { Identity = [.. layers.Identity, allow] })).Kind;
                (denied == DecisionKind.Allowed && before != DecisionKind.Allowed).ShouldBeFalse();
                (before == DecisionKind.Allowed && allowed != DecisionKind.Allowed).ShouldBeFalse();
            }
        }).Check(Fixed);
    }

    /// <summary>Whether one of the grant's own allowing statements would reach the resource; if none does, its denies need not name the deny.</summary>
    private static bool Gives(Grant grant, string resource, RequestContext context) => grant.Allows.Any(allow =>
    {
        var only = new NamedPolicy { Name = "only", Kind = PolicyKind.Inline, Document = allow.Policy.Document with { Statements = [allow.Statement with { Conditions = [] }] } };
        return Decide(grant.Action.FullName, resource, context, new PolicySet { Identity = [only] }).Kind == DecisionKind.Allowed;
    });

    private static Decision Decide(string action, string resource, RequestContext context, PolicySet policies) => RequestEvaluator.Evaluate(
        new AccessRequest
        {
            Requester = Requester.Parse($"arn:aws:iam::{Made.Account}:role/app"),
            Action = action,
            Resource = resource,
            ResourceAccountId = resource.Contains(":222222222222:", StringComparison.Ordinal) ? null : Made.Account,
            Context = context,
        },
        // A key needs its own policy too; this one leaves it to the account.
        action.StartsWith("kms:", StringComparison.Ordinal) ? policies with { Resource = AccountsKey } : policies);

    private static readonly NamedPolicy AccountsKey = Made.Policy("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"},"Action":"kms:*","Resource":"*"}}""", "key", PolicyKind.Resource);

    private static readonly NamedPolicy Everyone = Made.Policy("""{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}""", "everyone", PolicyKind.Resource);

    private static PolicySet SetOf(Layers layers) => new()
    {
        Sessions = [.. layers.Session.Select(json => Made.Policy(json))],
        ResourceControl = [[.. layers.ResourceControl.Select(json => Made.Policy(json))]],
        Identity = [.. layers.Identity.Select(json => Made.Policy(json))],
        Boundaries = layers.Boundary is null ? [] : [Made.Policy(layers.Boundary)],
        ServiceControl = [.. layers.ServiceControl.Select(level => (System.Collections.Immutable.ImmutableArray<NamedPolicy>)[.. level.Select(json => Made.Policy(json))])],
    };

    private static RequestContext Context(params (string Key, string? Value)[] values) =>
        values.Aggregate(RequestContext.Empty, (context, pair) => pair.Value is null ? context : context.With(pair.Key, pair.Value));

    private static Gen<string> Documents() => Gen.Frequency((5, Documents("Allow")), (2, Documents("Deny")), (1, Gen.Constant("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""")));

    private static Gen<string> Documents(string effect, string principal = "") =>
        from version in Gen.Elements("2012-10-17", "2012-10-17", "2008-10-17")
        from statements in (
            from action in Gen.Elements(ActionElements)
            from resource in Gen.Elements(ResourceElements)
            from condition in Gen.Elements(Conditions)
            select $"{{\"Effect\":\"{effect}\"{principal},{action},{resource}{condition}}}").NonEmptyListOf()
        select $"{{\"Version\":\"{version}\",\"Statement\":[{string.Join(',', statements.Take(3))}]}}";

    private sealed record Layers(string[] Identity, string? Boundary, string[][] ServiceControl, string[] ResourceControl, string[] Session)
    {
        public override string ToString() =>
            $"{string.Join(" + ", Identity)} within {Boundary} within {string.Join(" / ", ServiceControl.Select(level => string.Join(" + ", level)))}, resource control {string.Join(" + ", ResourceControl)}, session {string.Join(" + ", Session)}";
    }
}
