"""What goes wrong between offices when someone dies: published conflicts (domain 1e), and more."""

from life_events.conditions import Fact
from life_events.frictions import (
    ASKED,
    DEADLINE,
    After,
    AskedAgain,
    Carried,
    Differs,
    Disagree,
    Friction,
    HubDown,
    Late,
    LeftOutside,
    NotCorrected,
    SlowNotes,
    Spread,
    TurnedAway,
    Without,
    WrittenTo,
)
from life_events.parameters import Parameter

FRICTIONS = (
    Friction(
        "C-B1",
        what="The DWP pays on after the death and then asks the family for it back.",
        bears="the estate and the taxpayer",
        sign=Late(
            "registration.date_of_death",
            since="deceased.date_of_death",
            at="dwp.stop_benefits",
            longer_than=Parameter("state_pension.pay_cycle"),
        ),
        says=(
            "The DWP learned of the death {days} after it. It had gone on paying, and asks the family for the money "
            "back."
        ),
        remedy="The medical examiner emails the registrar, and the registrar's entry reaches the DWP the same day.",
        source="BBC figures: £144m overpaid in a year, £67.3m recovered, voiceofasia.com (domain C-B1, S)",
    ),
    Friction(
        "C-B2",
        what="Inheritance Tax falls due in month six; the money to pay it lies at the bank until the grant.",
        bears="the estate",
        sign=Late("bank.tax_payment", since=DEADLINE, at="hmrc.settle_inheritance_tax"),
        says=(
            "The Inheritance Tax was paid {days} after the legal deadline, because the figures and the money came too "
            "late from other offices. HMRC charges interest all the same."
        ),
        remedy="Those that hold the figures give them to HMRC, and HMRC and the bank settle form IHT423 themselves.",
        source="Interest also where the registry caused the delay: hcsolicitors.co.uk, July 2024 (domain C-B2, S)",
    ),
    Friction(
        "C-B3",
        what="HMRC believes only the date of death that came from the registrar through the DWP.",
        bears="the family, who get letters addressed to the dead",
        sign=WrittenTo("deceased.address", by="hmrc.settle_income_tax"),
        says=(
            "HMRC sent {letters} to the person who died: its computer waits for the date of death that the DWP has "
            "verified, and believes no other."
        ),
        remedy="The registrar's entry reaches the DWP, and the DWP's verified date HMRC, from computer to computer.",
        source="HMRC PAYE manual, PAYE103016 (domain C-B3, P)",
    ),
    Friction(
        "C-B4",
        what="A verified date of death that is wrong can be seen at HMRC and not changed.",
        bears="the family and HMRC's staff",
        sign=NotCorrected("dwp.verified_date_of_death", at="hmrc.settle_income_tax"),
        says=(
            "The DWP has put its date of death right. HMRC still holds the wrong one and cannot change it: the family "
            "has to send HMRC the certificate."
        ),
        remedy="The DWP and HMRC see one record, in which a correction is a correction for both.",
        source="HMRC PAYE manual, PAYE103015 (domain C-B4, P)",
    ),
    Friction(
        "C-B5",
        what="HMRC asks who deals with the estate, although Tell Us Once has asked.",
        bears="the family and HMRC's helpline",
        sign=AskedAgain("executor.full_name", at="hmrc.settle_income_tax"),
        says=(
            "HMRC asked once more who deals with the estate, in a letter to the address of the person who died. It had "
            "been told."
        ),
        remedy="HMRC takes into account what Tell Us Once has asked.",
        source="HMRC PAYE manual, PAYE103015: form P1000 (domain C-B5, P)",
    ),
    Friction(
        "C-B6",
        what="Probate is stopped because HMRC's code has not come; each office says it is the other's or the family's.",
        bears="the family and the Probate Service, for which a stopped case is double work",
        sign=Late(
            "inheritance_tax.unique_code",
            since=ASKED,
            at="hmcts.grant_probate",
            longer_than=Parameter("probate.first_look"),
        ),
        says=(
            "The Probate Service stopped the application: HMRC's code came {days} after it, by a letter that the "
            "family has to copy from. A stopped application goes to the end of the queue."
        ),
        remedy="HMRC gives its code to the Probate Service.",
        source="9,000 stops in 2022: HMCTS manager, legacymanagement.org.uk; IHTM05013 (domain C-B6, P)",
    ),
    Friction(
        "C-B7",
        what="While probate takes long, the empty home is exempt from Council Tax: a court's delay, a council's cost.",
        bears="the council",
        sign=Late(
            "probate.grant_date",
            since="deceased.date_of_death",
            longer_than=Parameter("probate.long"),
        ),
        says=(
            "The grant of probate came {days} after the death. Until six months after it the council gets no Council "
            "Tax for the empty home: the council pays for the wait."
        ),
        remedy="Whatever ends the wait for probate: HMRC gives its code to the Probate Service.",
        source="£214m in a year, Justice Committee letter 2024: lawgazette.co.uk (domain C-B7, S)",
        where=Fact("deceased.lived_alone").is_(True),
    ),
    Friction(
        "C-B8",
        what="The council is not told of the grant, though the Probate Service issued it.",
        bears="the family",
        sign=Carried("probate.grant_date", at="council.update_council_tax"),
        says=(
            "Nobody but the family told the council of the grant of probate: it learned of it {days} after it was made."
        ),
        remedy="The Probate Service tells the council the date of the grant.",
        source="LGSCO 23 001 217, 20 010 434, 19 018 093; Wokingham, Ealing (domain C-B8, BV13, P)",
    ),
    Friction(
        "C-B8",
        what="The council hears nothing of the grant, and overturns the exemption almost a year later.",
        bears="the family",
        sign=Without("probate.grant_date", at="council.update_council_tax"),
        says=(
            "The council heard nothing of the grant of probate and overturned the exemption, {days} after the grant "
            "was made."
        ),
        remedy="The Probate Service tells the council the date of the grant.",
        source="LGSCO 23 001 217, 20 010 434, 19 018 093 (domain C-B8, P)",
        where=Fact("deceased.lived_alone").is_(True),
    ),
    Friction(
        "C-B9",
        what="The council's bill for care comes when the estate has been shared out.",
        bears="the executor",
        sign=After("care.final_charges", ended="bank.close_accounts", longer_than=Parameter("care_charges.usually")),
        says=(
            "The council's bill for care came {days} after the bank had paid out the estate: the executor must find it."
        ),
        remedy="The registrar's entry reaches the council's care office.",
        source="LGSCO 24 010 249, Hampshire: a bill 8 months after the death (domain C-B9, P)",
    ),
    Friction(
        "C-B10",
        what="HMRC fines the dead for a late tax return, although the family has told everybody.",
        bears="the family, who have to have it taken back",
        sign=WrittenTo("deceased.address", by="hmrc.settle_income_tax", about="hmrc.late_return_penalty"),
        says=(
            "HMRC sent the person who died {letters} with a penalty for a late tax return. The family had told it of "
            "the death; its computer waits for the date that the DWP has verified."
        ),
        remedy="The registrar's entry reaches the DWP, and the DWP's verified date HMRC, from computer to computer.",
        source="£100 rising to £1,200 after Tell Us Once: telegraph.co.uk, 2016 (domain C-B10, S)",
    ),
    Friction(
        "C-B11",
        what="A form on paper beside the documents of an online application is scanned as another case, with a fee.",
        bears="the family, or their solicitor, and the Probate Service that has two cases of one estate",
        sign=Differs("probate.fee_taken", "probate.fee", at="hmcts.grant_probate"),
        says=(
            "The Probate Service took its fee twice. Somebody had put the paper form beside the certificate, and the "
            "scanner made a second case of it."
        ),
        remedy="The Probate Service hears from the registrar, so that nobody has to send it a certificate.",
        source="Law Society guidance on applying for grants: todayswillsandprobate.co.uk (domain C-B11, S)",
    ),
    Friction(
        "C-B12",
        what="The bank finds no account under the name that it is told, and does nothing.",
        bears="the family, who begin again with the certificate",
        sign=TurnedAway("bank.close_accounts", code="NO-MATCH"),
        says=(
            "The bank found no account under the name and the date of birth that it was told, and did nothing. The "
            "family has to go there with the certificate and begin again."
        ),
        remedy="The bank asks which account is meant before it says no.",
        source="Death Notification Service: no reply where no account matched (domain C-B12, P)",
    ),
    Friction(
        "C-B13",
        what="The refund of vehicle tax goes to the name and address on the log book.",
        bears="the family, who cannot pay the cheque in",
        sign=WrittenTo("deceased.address", by="dvla.close_driver_record", about="dvla.vehicle_tax_refund"),
        says=(
            "DVLA sent the refund of vehicle tax to the person who died, at the address on the log book. It had been "
            "told who deals with the estate."
        ),
        remedy="DVLA takes into account what Tell Us Once has asked.",
        source="gov.uk/vehicle-tax-refund, older copy (domain C-B13, P and D)",
    ),
    Friction(
        "BV05",
        what="The DWP knows a pensioner by another name, and is not sure that it is the one who died.",
        bears="the estate, from which is asked back what goes on being paid",
        sign=AskedAgain("deceased.last_name", at="dwp.stop_benefits"),
        says=(
            "The DWP has a file under this National Insurance number, and another name on it. It wrote to ask who was "
            "meant, and would not stop the pension on that file without being sure."
        ),
        remedy="Whoever tells of the death says by what other names the person was known.",
        source="NINO and date of birth match, surname differs: TPR's example of a possible match (domain 2e, P)",
    ),
    Friction(
        "BV05",
        what="The DWP is not told the number by which it keeps its files, and is not sure who died.",
        bears="the estate, from which is asked back what goes on being paid",
        sign=AskedAgain("deceased.national_insurance_number", at="dwp.stop_benefits"),
        says=(
            "The DWP has a file of somebody of this name and date of birth, and was not told the National Insurance "
            "number. It wrote to ask for it, and would not stop the pension on that file without being sure."
        ),
        remedy="Whoever tells of the death says the National Insurance number.",
        source="The DWP matches by National Insurance number in CIS (domain BV05, P)",
    ),
    Friction(
        "W1",
        what="A wrong date of death reaches every office at once where all see one record.",
        bears="the family and every office",
        sign=Spread("registration.date_of_death", offices=2),
        says=(
            "A wrong date of death stood in {offices} before it was put right; the last of them had it {days} after it "
            "was written."
        ),
        remedy="Fewer offices joined to the record, or a check before it is shared.",
        source="Governing in the Round, pp.78-80: injustice from error; design 5.10",
    ),
    Friction(
        "W2",
        what="A hub that stops holds up everybody whom it tells.",
        bears="the family, and the offices behind the hub",
        sign=HubDown("tell_us_once.pass_on_death"),
        says="Tell Us Once does not answer, and {offices} that it should tell are waiting for it.",
        remedy="Offices that are told direct.",
        source="Governing in the Round, Figure 6: satellite; measurement c.1 level 5; design 5.10",
    ),
    Friction(
        "W3",
        what="Two offices become one, and a feed that one of them had is lost: the boundary has moved.",
        bears="the family, and the office left outside",
        sign=LeftOutside("dwp.verified_date_of_death", at="hmrc.settle_income_tax"),
        says=(
            "Income Tax was merged into another office, and the DWP's feed did not come along: its verified date of "
            "death had to be sent by post and came {days} after the DWP had it."
        ),
        remedy="The merged office and the DWP join up anew.",
        source="Governing in the Round, New boundaries for old, p.80: if you marry agencies, the boundaries just move",
    ),
    Friction(
        "W4",
        what="Two hubs tell one office the same thing twice, and not the same.",
        bears="the office, and the family who is asked which is right",
        sign=Disagree("registration.date_of_death", at="pension_scheme.pay_survivor"),
        says=("The pension scheme was told the date of death by two hubs, and they do not agree. It keeps the first."),
        remedy="One hub, or two that hear it in the same way.",
        source="design 5.3.5 and 5.10; Governing in the Round, p.80",
    ),
    Friction(
        "W5",
        what="Offices that are measured by their own indicators leave their notes to others for later.",
        bears="the office that waits, and the family",
        sign=SlowNotes("dwp.overpayment", longer_than=Parameter("notes.usual")),
        says=(
            "The DWP's clerks told HMRC of the overpayment {days} after they knew: their own office's targets came "
            "first."
        ),
        remedy="Targets that count what is done for others too.",
        source="The joy of joining up, Table 5: indicators that do not encourage joined-up work, 2.4 of 3 (S2)",
    ),
)
