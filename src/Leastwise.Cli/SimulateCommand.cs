using System.CommandLine;
using Leastwise.Catalog;
using Leastwise.Evaluation.Decisions;
using Leastwise.Principals;
using Leastwise.Reporting;
using Leastwise.Text;

namespace Leastwise.Cli;

/// <summary><c>simulate</c>: decides one request from options, or many from JSON lines.</summary>
internal sealed class SimulateCommand
{
    private readonly Terminal terminal;
    private readonly Argument<string?> folder = new("FOLDER")
    {
        Description = "A folder with account details and, if there are any, the organization and resource policies",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> principal = new("--principal") { Description = "Who asks: an ARN, the name of a user or role in the account files, a service's name, or 'anonymous'", HelpName = "WHO" };
    private readonly Option<string?> action = new("--action") { Description = "The privilege, such as s3:GetObject", HelpName = "ACTION" };
    private readonly Option<string> resource = new("--resource") { Description = "The resource's ARN, or * where the action works on none", HelpName = "ARN", DefaultValueFactory = _ => "*" };
    private readonly Option<string?> owner = new("--resource-account") { Description = "The account that holds the resource; else that of its ARN, else the principal's", HelpName = "ACCOUNT" };
    private readonly Option<string?> cases = new("--cases") { Description = "Decide cases, JSON lines in and out (docs/simulate.md); '-' reads standard input", HelpName = "FILE" };
    private readonly Option<string> format = OutputFormat.Create();
    private readonly ContextOption context = new();
    private readonly AccountOptions accounts = new();
    private readonly PolicyOptions policies = new();

    private SimulateCommand(Terminal terminal) => this.terminal = terminal;

    public static Command Create(Terminal terminal) => new SimulateCommand(terminal).Create();

    private Command Create()
    {
        var command = new Command("simulate", "Decide a request as AWS would, and say which statement of which policy decides it.")
        {
            folder, principal, action, resource, owner, cases, format,
        };
        context.AddTo(command);
        accounts.AddTo(command);
        policies.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(cases) is null && (result.GetValue(principal) is null || result.GetValue(action) is null))
            {
                result.AddError("Say who asks for what: --principal WHO --action ACTION, or many at once with --cases FILE.");
            }
            else if (result.GetValue(cases) is not null && (result.GetValue(principal) ?? result.GetValue(action)) is not null)
            {
                result.AddError("Either --cases FILE or one request with --principal and --action, not both.");
            }
        });
        command.SetAction((parsed, cancellation) =>
            parsed.GetValue(cases) is { } file ? new CaseRun(terminal, cancellation).RunAsync(file, context.IsOpen(parsed)) : Task.FromResult(One(parsed)));
        return command;
    }

    private int One(ParseResult parsed)
    {
        AccountFiles files = accounts.Read(parsed, terminal, parsed.GetValue(folder));
        var lookup = new PolicyLookup(files.Accounts, files.Organization, files.Resources);
        (Requester requester, IamPrincipal? holder) = PrincipalChoice.Find(lookup, parsed.GetValue(principal) ?? "");
        AccessRequest request = AuthorizedResource.On(ActionCatalog.Default, new AccessRequest
        {
            Requester = requester,
            Action = parsed.GetValue(action) ?? "",
            Resource = parsed.GetRequiredValue(resource),
            ResourceAccountId = parsed.GetValue(owner),
            Context = context.Read(parsed),
        });
        bool isListed = holder is not null || requester.Kind is not (RequesterKind.User or RequesterKind.Role or RequesterKind.RoleSession);
        if (!isListed && !files.Accounts.IsEmpty && !policies.GivesIdentity(parsed))
        {
            throw new InputException(PrincipalChoice.NotThere(lookup, requester.Name));
        }

        var problems = new List<Diagnostic>();
        PolicySet applying = policies.Apply(lookup.For(holder, request), parsed, problems);
        Problems.Write(terminal, problems, "correct these first");
        Remark(request, parsed.GetRequiredValue(resource));
        Decision decision = RequestEvaluator.Evaluate(request, applying);
        if (parsed.GetRequiredValue(format) == OutputFormat.Json)
        {
            terminal.WriteJson(stream => DecisionJson.Write(request, applying, decision, stream));
        }
        else
        {
            terminal.Out.Write(DecisionText.Write(request, applying, decision, terminal.Color));
        }

        return files.ExitCode;
    }

    /// <summary>Says what was taken for granted and may not be meant.</summary>
    private void Remark(AccessRequest request, string asked)
    {
        ActionCatalog catalog = ActionCatalog.Default;
        if (catalog.Find(request.Action) is null)
        {
            terminal.Error.WriteLine(UnknownAction.Message(catalog, request.Action) + " It was decided as it stands.");
        }

        else if (request.Resource != asked && asked != "*")
        {
            terminal.Error.WriteLine(Legible.Plain($"{request.Action} works on no single resource; AWS authorizes it on {request.Resource}, and so it was decided."));
        }

        if (request.ResourceAccountId is null && request.Requester.AccountId is { } own && request.Owner == own
            && Arn.TryParse(request.Resource, out Arn? arn) && arn.Account.Length == 0)
        {
            terminal.Error.WriteLine(Legible.Plain($"{request.Resource} was taken to belong to account {own}; --resource-account says otherwise."));
        }
    }
}
